import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { activationKeysContract } from '#adapters/testing/contracts/account/activation-keys-contract.ts'
import { identitiesContract } from '#adapters/testing/contracts/account/identities-contract.ts'
import { pendingChangesContract } from '#adapters/testing/contracts/account/pending-changes-contract.ts'
import { queuedMailsContract } from '#adapters/testing/contracts/account/queued-mails-contract.ts'
import { sessionsOfUserContract } from '#adapters/testing/contracts/account/sessions-of-user-contract.ts'
import { usersContract } from '#adapters/testing/contracts/account/users-contract.ts'
import { usersChangesContract } from '#adapters/testing/contracts/account/users-changes-contract.ts'
import { usersRemovalContract } from '#adapters/testing/contracts/account/users-removal-contract.ts'
import { commentsContract } from '#adapters/testing/contracts/comment/comments-contract.ts'
import { idempotentRequestsContract } from '#adapters/testing/contracts/idempotency/idempotent-requests-contract.ts'
import { messagesContract } from '#adapters/testing/contracts/message/messages-contract.ts'
import { mixProposalsContract } from '#adapters/testing/contracts/mix/mix-proposals-contract.ts'
import { mixRevisionsContract } from '#adapters/testing/contracts/mix/mix-revisions-contract.ts'
import { mixesContract } from '#adapters/testing/contracts/mix/mixes-contract.ts'
import { postsContract } from '#adapters/testing/contracts/post/posts-contract.ts'
import { tracksContract } from '#adapters/testing/contracts/track/tracks-contract.ts'
import { racesContract } from '#adapters/testing/contracts/shared/races-contract.ts'
import { togglesContract } from '#adapters/testing/contracts/shared/toggles-contract.ts'
import { wholeUnitsContract } from '#adapters/testing/contracts/shared/whole-units-contract.ts'
import type { MakeBreakable } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/**
 * `UnitOfWork`, with every repository in it that can be examined through it alone. Likes, follows, sessions, the audit
 * log and the job queue are seen through other ports too, and have suites of their own.
 */
export const unitOfWorkContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  options: SuiteOptions = {},
): void => {
  wholeUnitsContract(testRunner, make, options)
  racesContract(testRunner, make, options)
  togglesContract(testRunner, make, options)
  usersContract(testRunner, make, options)
  usersChangesContract(testRunner, make, options)
  usersRemovalContract(testRunner, make, options)
  identitiesContract(testRunner, make, options)
  activationKeysContract(testRunner, make, options)
  pendingChangesContract(testRunner, make, options)
  queuedMailsContract(testRunner, make, options)
  sessionsOfUserContract(testRunner, make, options)
  postsContract(testRunner, make, options)
  commentsContract(testRunner, make, options)
  tracksContract(testRunner, make, options)
  mixesContract(testRunner, make, options)
  mixRevisionsContract(testRunner, make, options)
  mixProposalsContract(testRunner, make, options)
  messagesContract(testRunner, make, options)
  idempotentRequestsContract(testRunner, make, options)
}
