import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { fill } from '#test/bench/http/data.ts'
import { freshPglite } from '#test/databases/fresh.ts'
import { recorded, type RecordedPglite } from '#test/databases/recorded-pglite.ts'
import { statementsOn } from '#test/databases/statements.ts'
import { type Get, OWN, PUBLIC, readHouse } from './read-house.ts'

describe('Every page that is read, however many rows it shows', () => {
  let pglite: PGlite
  let listening: RecordedPglite
  let database: MikroOrmDatabase
  let get: Get
  let token: string
  beforeAll(async () => {
    pglite = await freshPglite()
    const statements = await statementsOn(pglite)
    await fill(statements, { users: 200, posts: 400, likes: 2_000, follows: 400 })
    listening = recorded(pglite)
    database = await valueOf(openDatabase({ pglite: listening.pglite }))
    ;({ get, token } = await readHouse(database, statements))
  }, 120_000)
  afterAll(async () => {
    await database.close()
    await pglite.close()
  })

  const statementsOf = async (path: string, shown?: string): Promise<readonly string[]> => {
    const asked = await listening.during(async () => expect((await get(path, shown)).status).toBe(200))
    return asked.map(({ statement }) => statement)
  }

  it.each(PUBLIC)('%s asks once', async (path) => {
    expect(await statementsOf(path)).toHaveLength(1)
  })

  it.each([...PUBLIC, ...OWN])('%s asks once more for whose token it is', async (path) => {
    const [session, ...asked] = await statementsOf(path, token)
    expect(session).toContain('from sessions')
    expect(asked).toHaveLength(1)
  })
})
