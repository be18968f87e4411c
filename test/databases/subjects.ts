import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { type JobsSettings, openJobs, type PgBossJobs } from '#adapters/pg-boss/open-jobs.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { breakable } from './breakable-pglite.ts'
import { breakableServer } from './breakable-server.ts'
import { type FreshDatabase, freshDatabase, freshPglite } from './fresh.ts'
import { type Statements, statementsOn } from './statements.ts'

/** One database and the queue in it, opened as a server opens them. */
export type DatabaseWorld = {
  readonly units: UnitOfWork
  readonly database: MikroOrmDatabase
  readonly jobs: PgBossJobs
  /** Asks past the adapters, also while their way is broken. */
  readonly ask: Statements['ask']
}

/** Looks often and tries again at once, so that no case waits long. */
const IMPATIENT = { pollEvery: 0.5, retryDelay: 0, grace: 5_000 }

const opened = async (
  database: MikroOrmDatabase,
  place: Parameters<typeof openJobs>[0],
  { ask }: Statements,
  settings: JobsSettings | undefined,
): Promise<{ readonly world: DatabaseWorld; readonly close: () => Promise<void> }> => {
  const jobs = await valueOf(openJobs(place, { ...IMPATIENT, ...settings }))
  const units = database.unitOfWork((transaction) => jobs.jobsIn(transaction))
  const close = async () => {
    await jobs.runner.stop()
    await jobs.close()
    await database.close()
  }
  return { world: { units, database, jobs, ask }, close }
}

/** Turns what a suite examines into what makes it before every case. */
export type MakeSubject = <Subject>(
  pick: (world: DatabaseWorld) => Subject,
  settings?: JobsSettings,
) => MakeBreakable<Subject>

/** For suites on one PGlite of this file, which every case opens anew. */
export const onPglite = (): MakeSubject => {
  let pglite: PGlite | null = null
  beforeAll(async () => {
    pglite = await freshPglite()
  })
  afterAll(() => pglite?.close())
  return (pick, settings) => async () => {
    const shared = breakable(pglite!)
    const { world, close } = await opened(
      await valueOf(openDatabase(shared)),
      shared,
      await statementsOn(pglite!),
      settings,
    )
    return {
      subject: pick(world),
      breakDown: async () => shared.breakDown(),
      repair: async () => shared.repair(),
      close: async () => {
        shared.repair()
        await close()
      },
    }
  }
}

/** For suites on one PostgreSQL database of this file, which every case reaches by a way of its own. */
export const onPostgres = (): MakeSubject => {
  let database: FreshDatabase | null = null
  let statements: Statements | null = null
  beforeAll(async () => {
    database = await freshDatabase()
    statements = await statementsOn(database.url)
  })
  afterAll(async () => {
    await statements?.close()
    await database?.drop()
  })
  return (pick, settings) => async () => {
    const way = await breakableServer(database!.url)
    const place = { databaseUrl: way.url }
    const { world, close } = await opened(await valueOf(openDatabase(place)), place, statements!, settings)
    return {
      subject: pick(world),
      breakDown: way.breakDown,
      repair: way.repair,
      close: async () => {
        await close()
        await way.close()
      },
    }
  }
}
