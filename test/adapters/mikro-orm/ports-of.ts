import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { noJobs } from './no-jobs.ts'

/** What a core asks a database, in place of what it would ask in memory. */
export const portsOf = (database: MikroOrmDatabase) => ({
  unitOfWork: database.unitOfWork(noJobs),
  sessionReader: database.sessions,
  credentials: database.credentials,
  userQueries: database.users,
  postQueries: database.posts,
  commentQueries: database.comments,
  revisionQueries: database.revisions,
  proposalQueries: database.proposals,
  homeQueries: database.home,
  messageQueries: database.messages,
  searchQueries: database.search,
})
