import * as fc from 'fast-check'
import { noJobs } from '#test/adapters/mikro-orm/no-jobs.ts'
import { afterAll, beforeAll, test } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { everyWayIn } from '#test/application/every-way-in/every-way-in.ts'
import { place } from '#test/application/every-way-in/place.ts'
import { type FreshDatabase, freshDatabase } from '#test/databases/fresh.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'

const RUNS = 100

let fresh: FreshDatabase | null = null
let statements: Statements | null = null
let database: MikroOrmDatabase | null = null

beforeAll(async () => {
  fresh = await freshDatabase()
  statements = await statementsOn(fresh.url)
  database = await valueOf(openDatabase({ databaseUrl: fresh.url }))
})

afterAll(async () => {
  await database?.close()
  await statements?.close()
  await fresh?.drop()
})

/** The place holds jobs of committed units itself, in their order: what a queue does has a contract of its own. */
const onPostgres = async () => {
  await statements!.ask('delete from users')
  const unitOfWork = database!.unitOfWork(noJobs)
  return place(undefined, { unitOfWork, sessionReader: database!.sessions, credentials: database!.credentials })
}

test('on PostgreSQL too nobody gets in who has not proved the address', { timeout: 600_000 }, async () => {
  await fc.assert(everyWayIn(onPostgres), { numRuns: RUNS })
})
