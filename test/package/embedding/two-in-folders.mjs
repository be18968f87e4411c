import { okAsync } from 'neverthrow'
import { memoryPorts } from 'soundhub/memory'
import { openDatabase } from 'soundhub/postgres'
import { meet } from './two.mjs'

const open = async (dataDir) => {
  const database = (await openDatabase({ dataDir }))._unsafeUnwrap()
  ;(await database.migrate())._unsafeUnwrap()
  return database
}

/** Rows in a folder, everything else in memory. Nothing here queues a job. */
const portsOn = (database) => ({
  ...memoryPorts(),
  unitOfWork: database.unitOfWork(() => ({ enqueue: () => okAsync() })),
  sessionReader: database.sessions,
  credentials: database.credentials,
  userQueries: database.users,
  postQueries: database.posts,
  commentQueries: database.comments,
  homeQueries: database.home,
  messageQueries: database.messages,
  searchQueries: database.search,
  mediaIndex: database.mediaIndex,
  mixQueries: database.mixes,
  mixEvents: database.mixEvents,
})

const [one, other] = [await open('one'), await open('other')]
console.log(await meet(portsOn(one), portsOn(other)))
await one.close()
await other.close()
