import * as vitest from 'vitest'
import { postListContract } from '#adapters/testing/contracts/post/post-list-contract.ts'
import { postViewsContract } from '#adapters/testing/contracts/post/post-views-contract.ts'
import { userListContract } from '#adapters/testing/contracts/account/user-list-contract.ts'
import { userViewsContract } from '#adapters/testing/contracts/account/user-views-contract.ts'
import {
  auditLogContract,
  commentQueriesContract,
  credentialReaderContract,
  followsContract,
  homeQueriesContract,
  failedJobsContract,
  jobRunnerContract,
  jobStatisticsContract,
  likesContract,
  mediaIndexContract,
  messageQueriesContract,
  mixEventsContract,
  proposalQueriesContract,
  revisionQueriesContract,
  searchQueriesContract,
  sessionReaderContract,
  unitOfWorkContract,
} from '#adapters/testing/contracts.ts'
import type { MakeSubject } from './subjects.ts'

/** Examples for each property: every one of them makes several round trips to a database. */
const RUNS = { runs: 15 }

/** Lists look at all there is, so they have a database to themselves. */
export const listContracts = (name: string, on: MakeSubject): void => {
  const posts = on(({ units, database }) => ({ units, queries: database.posts }))
  postListContract(vitest, posts, { name, ...RUNS })
  const users = on(({ units, database }) => ({ units, queries: database.users }))
  userListContract(vitest, users, { name, ...RUNS })
  const search = on(({ units, database }) => ({
    units,
    queries: database.search,
    users: database.users,
    posts: database.posts,
    comments: database.comments,
  }))
  searchQueriesContract(vitest, search, { name, ...RUNS })
  homeQueriesContract(
    vitest,
    on(({ units, database }) => ({ units, queries: database.home, users: database.users, posts: database.posts })),
    { name },
  )
}

/** The other suites of ports that a database serves, one after the other on the same rows. */
export const databaseContracts = (name: string, on: MakeSubject): void => {
  const units = on(({ units: all }) => all)
  unitOfWorkContract(vitest, units, { name, ...RUNS })
  auditLogContract(
    vitest,
    on(({ units: all, database }) => ({ units: all, queries: database.audit })),
    { name, ...RUNS },
  )
  const messages = on(({ units: all, database }) => ({ units: all, queries: database.messages }))
  messageQueriesContract(vitest, messages, { name, ...RUNS })
  const sessions = on(({ units: all, database }) => ({ units: all, reader: database.sessions }))
  sessionReaderContract(vitest, sessions, { name, ...RUNS })
  credentialReaderContract(
    vitest,
    on(({ units: all, database }) => ({ units: all, reader: database.credentials })),
    { name },
  )
  const users = on(({ units: all, database }) => ({ units: all, queries: database.users, posts: database.posts }))
  userViewsContract(vitest, users, { name, ...RUNS })
  const posts = on(({ units: all, database }) => ({ units: all, queries: database.posts }))
  postViewsContract(vitest, posts, { name })
  const comments = on(({ units: all, database }) => ({ units: all, queries: database.comments }))
  commentQueriesContract(vitest, comments, { name, ...RUNS })
  const revisions = on(({ units: all, database }) => ({ units: all, queries: database.revisions }))
  revisionQueriesContract(vitest, revisions, { name, ...RUNS })
  const proposals = on(({ units: all, database }) => ({ units: all, queries: database.proposals }))
  proposalQueriesContract(vitest, proposals, { name, ...RUNS })
  const screens = on(({ units: all, database }) => ({ units: all, users: database.users, posts: database.posts }))
  likesContract(vitest, screens, { name })
  followsContract(vitest, screens, { name })
  const index = on(({ units: all, database }) => ({ units: all, index: database.mediaIndex }))
  mediaIndexContract(vitest, index, { name })
  const events = on(({ units: all, database }) => ({ units: all, events: database.mixEvents, queries: database.mixes }))
  mixEventsContract(vitest, events, { name })
  const queue = on.alone(({ units: all, jobs }) => ({ units: all, runner: jobs.runner }))
  jobRunnerContract(vitest, queue, { name })
  const statistics = on(({ units: all, jobs }) => ({ units: all, statistics: jobs.statistics }))
  jobStatisticsContract(vitest, statistics, { name })
  const failed = on.alone(({ units: all, jobs }) => ({ units: all, runner: jobs.runner, failed: jobs.failed }), {
    retryLimit: 1,
  })
  failedJobsContract(vitest, failed, { name })
}
