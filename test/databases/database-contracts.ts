import type { AuditEntry } from '#domain/account/staff.ts'
import { activationKeysContract } from '#adapters/testing/contracts/account/activation-keys-contract.ts'
import { auditContract } from '#adapters/testing/contracts/account/audit-contract.ts'
import { commentQueriesContract } from '#adapters/testing/contracts/comment/comment-queries-contract.ts'
import { commentsContract } from '#adapters/testing/contracts/comment/comments-contract.ts'
import { homeQueriesContract } from '#adapters/testing/contracts/home/home-queries-contract.ts'
import { credentialsContract } from '#adapters/testing/contracts/account/credentials-contract.ts'
import { followsContract } from '#adapters/testing/contracts/follow/follows-contract.ts'
import { identitiesContract } from '#adapters/testing/contracts/account/identities-contract.ts'
import { jobRunnerContract } from '#adapters/testing/contracts/shared/job-runner-contract.ts'
import { lettersContract } from '#adapters/testing/contracts/account/queued-mails-contract.ts'
import { likesContract } from '#adapters/testing/contracts/post/likes-contract.ts'
import { mediaIndexContract } from '#adapters/testing/contracts/track/media-index-contract.ts'
import { messageQueriesContract } from '#adapters/testing/contracts/message/message-queries-contract.ts'
import { messageVisibilityContract } from '#adapters/testing/contracts/message/message-visibility-contract.ts'
import { messagesContract } from '#adapters/testing/contracts/message/messages-contract.ts'
import { mixesContract } from '#adapters/testing/contracts/mix/mixes-contract.ts'
import { pendingChangesContract } from '#adapters/testing/contracts/account/pending-changes-contract.ts'
import { postListContract } from '#adapters/testing/contracts/post/post-list-contract.ts'
import { postQueriesContract } from '#adapters/testing/contracts/post/post-queries-contract.ts'
import { postsContract } from '#adapters/testing/contracts/post/posts-contract.ts'
import { racesContract } from '#adapters/testing/contracts/shared/races-contract.ts'
import { searchContract } from '#adapters/testing/contracts/search/search-contract.ts'
import { runsContract } from '#adapters/testing/contracts/idempotency/idempotent-requests-contract.ts'
import { sessionsContract } from '#adapters/testing/contracts/account/sessions-contract.ts'
import { sessionsOfUserContract } from '#adapters/testing/contracts/account/sessions-of-user-contract.ts'
import { turnsContract } from '#adapters/testing/contracts/shared/toggles-contract.ts'
import { unitOfWorkContract } from '#adapters/testing/contracts/shared/unit-of-work-contract.ts'
import { userListContract } from '#adapters/testing/contracts/account/user-list-contract.ts'
import { userQueriesContract } from '#adapters/testing/contracts/account/user-queries-contract.ts'
import { usersChangesContract } from '#adapters/testing/contracts/account/users-changes-contract.ts'
import { usersContract } from '#adapters/testing/contracts/account/users-contract.ts'
import { usersRemovalContract } from '#adapters/testing/contracts/account/users-removal-contract.ts'
import type { MakeSubject } from './subjects.ts'

/** Examples for each property: every one of them makes several round trips to a database. */
const RUNS = { runs: 15 }

/** Lists look at all there is, so they have a database to themselves. */
export const listContracts = (name: string, on: MakeSubject): void => {
  const posts = on(({ units, database }) => ({ units, queries: database.posts }))
  postListContract(name, posts, RUNS)
  const users = on(({ units, database }) => ({ units, queries: database.users }))
  userListContract(name, users, RUNS)
  const search = on(({ units, database }) => ({
    units,
    queries: database.search,
    users: database.users,
    posts: database.posts,
    comments: database.comments,
  }))
  searchContract(name, search, RUNS)
  homeQueriesContract(
    name,
    on(({ units, database }) => ({ units, queries: database.home, users: database.users, posts: database.posts })),
  )
}

const AUDIT = `select staff_id as "staffId", action, subject, (extract(epoch from at) * 1000)::float8 as at
  from audit_log order by id`

/** The other suites of ports that a database serves, one after the other on the same rows. */
export const databaseContracts = (name: string, on: MakeSubject): void => {
  const units = on(({ units: all }) => all)
  unitOfWorkContract(name, units)
  racesContract(name, units)
  usersContract(name, units, RUNS)
  usersChangesContract(name, units, RUNS)
  usersRemovalContract(name, units, RUNS)
  identitiesContract(name, units, RUNS)
  activationKeysContract(name, units, RUNS)
  pendingChangesContract(name, units, RUNS)
  lettersContract(name, units, RUNS)
  auditContract(
    name,
    on(({ units: all, ask }) => ({ units: all, entries: () => ask<AuditEntry>(AUDIT) })),
    RUNS,
  )
  postsContract(name, units, RUNS)
  commentsContract(name, units, RUNS)
  mixesContract(name, units, RUNS)
  messagesContract(name, units, RUNS)
  runsContract(name, units, RUNS)
  const messages = on(({ units: all, database }) => ({ units: all, queries: database.messages }))
  messageQueriesContract(name, messages, RUNS)
  messageVisibilityContract(name, messages, RUNS)
  const sessions = on(({ units: all, database }) => ({ units: all, reader: database.sessions }))
  sessionsContract(name, sessions, RUNS)
  sessionsOfUserContract(name, units)
  credentialsContract(
    name,
    on(({ units: all, database }) => ({ units: all, reader: database.credentials })),
  )
  const users = on(({ units: all, database }) => ({ units: all, queries: database.users, posts: database.posts }))
  userQueriesContract(name, users, RUNS)
  const posts = on(({ units: all, database }) => ({ units: all, queries: database.posts }))
  postQueriesContract(name, posts)
  const comments = on(({ units: all, database }) => ({ units: all, queries: database.comments }))
  commentQueriesContract(name, comments, RUNS)
  const screens = on(({ units: all, database }) => ({ units: all, users: database.users, posts: database.posts }))
  likesContract(name, screens)
  followsContract(name, screens)
  const index = on(({ units: all, database }) => ({ units: all, index: database.mediaIndex }))
  mediaIndexContract(name, index)
  turnsContract(name, units)
  const queue = on(({ units: all, jobs }) => ({ units: all, runner: jobs.runner }))
  jobRunnerContract(name, queue)
}
