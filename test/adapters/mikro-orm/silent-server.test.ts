import { it, onTestFinished } from 'vitest'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { expectUnavailable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { breakableServer } from '#test/databases/breakable-server.ts'
import { freshDatabase } from '#test/databases/fresh.ts'

const SILENCE = 1000

it('a server that falls silent amid a connection is out of reach, and holds nobody for ever', async () => {
  const fresh = await freshDatabase()
  const way = await breakableServer(fresh.url)
  const database = await valueOf(openDatabase({ databaseUrl: way.url, connections: 1, socketTimeout: SILENCE }))
  onTestFinished(async () => {
    await database.close()
    await way.close()
    await fresh.drop()
  })
  await valueOf(database.ping())
  way.leaveHalfOpen()
  await expectUnavailable(database.ping())
  await valueOf(database.ping())
})
