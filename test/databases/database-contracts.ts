import type { AuditEntry } from '#domain/account/staff.ts'
import { activationKeysContract } from '../contracts/activation-keys-contract.ts'
import { auditContract } from '../contracts/audit-contract.ts'
import { commentQueriesContract } from '../contracts/comment-queries-contract.ts'
import { commentsContract } from '../contracts/comments-contract.ts'
import { homeQueriesContract } from '../contracts/home-queries-contract.ts'
import { credentialsContract } from '../contracts/credentials-contract.ts'
import { followsContract } from '../contracts/follows-contract.ts'
import { identitiesContract } from '../contracts/identities-contract.ts'
import { jobRunnerContract } from '../contracts/job-runner-contract.ts'
import { lettersContract } from '../contracts/queued-mails-contract.ts'
import { likesContract } from '../contracts/likes-contract.ts'
import { mediaIndexContract } from '../contracts/media-index-contract.ts'
import { messageQueriesContract } from '../contracts/message-queries-contract.ts'
import { messageVisibilityContract } from '../contracts/message-visibility-contract.ts'
import { messagesContract } from '../contracts/messages-contract.ts'
import { mixesContract } from '../contracts/mixes-contract.ts'
import { pendingChangesContract } from '../contracts/pending-changes-contract.ts'
import { postListContract } from '../contracts/post-list-contract.ts'
import { postQueriesContract } from '../contracts/post-queries-contract.ts'
import { postsContract } from '../contracts/posts-contract.ts'
import { racesContract } from '../contracts/races-contract.ts'
import { searchContract } from '../contracts/search-contract.ts'
import { runsContract } from '../contracts/idempotent-requests-contract.ts'
import { sessionsContract } from '../contracts/sessions-contract.ts'
import { sessionsOfUserContract } from '../contracts/sessions-of-user-contract.ts'
import { turnsContract } from '../contracts/toggles-contract.ts'
import { unitOfWorkContract } from '../contracts/unit-of-work-contract.ts'
import { userListContract } from '../contracts/user-list-contract.ts'
import { userQueriesContract } from '../contracts/user-queries-contract.ts'
import { usersChangesContract } from '../contracts/users-changes-contract.ts'
import { usersContract } from '../contracts/users-contract.ts'
import { usersRemovalContract } from '../contracts/users-removal-contract.ts'
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
