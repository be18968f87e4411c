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

/** A world and the technology under it. */
type Opened = {
  readonly world: DatabaseWorld
  readonly breakDown: () => Promise<void>
  readonly repair: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Turns what a suite examines into what makes it before every case. */
export type MakeSubject = {
  /** Cases take turns in one world, like the requests of a server; after an outage comes a new one. */
  <Subject>(pick: (world: DatabaseWorld) => Subject): MakeBreakable<Subject>
  /** A world for each case: for suites of the runner, which can be stopped but not started again. */
  readonly alone: <Subject>(pick: (world: DatabaseWorld) => Subject, settings?: JobsSettings) => MakeBreakable<Subject>
}

/** Opening a world takes most of a short case's time, so it is kept as long as it is well. */
const subjectsOf = (openWorld: (settings?: JobsSettings) => Promise<Opened>): MakeSubject => {
  let kept: Promise<Opened> | null = null
  const drop = async (): Promise<void> => {
    const dropped = kept
    kept = null
    await (await dropped)?.close()
  }
  afterAll(drop)
  const takingTurns =
    <Subject>(pick: (world: DatabaseWorld) => Subject): MakeBreakable<Subject> =>
    async () => {
      const { world, breakDown, repair } = await (kept ??= openWorld())
      let isWell = true
      return {
        subject: pick(world),
        breakDown: () => {
          isWell = false
          return breakDown()
        },
        repair,
        close: async () => {
          if (!isWell) await drop()
        },
      }
    }
  const alone =
    <Subject>(pick: (world: DatabaseWorld) => Subject, settings: JobsSettings = {}): MakeBreakable<Subject> =>
    async () => {
      const { world, ...rest } = await openWorld(settings)
      return { subject: pick(world), ...rest }
    }
  return Object.assign(takingTurns, { alone })
}

/** For suites on one PGlite of this file. */
export const onPglite = (): MakeSubject => {
  let pglite: PGlite | null = null
  beforeAll(async () => {
    pglite = await freshPglite()
  })
  afterAll(() => pglite?.close())
  return subjectsOf(async (settings) => {
    const shared = breakable(pglite!)
    const database = await valueOf(openDatabase(shared))
    const { world, close } = await opened(database, shared, await statementsOn(pglite!), settings)
    return {
      world,
      breakDown: async () => shared.breakDown(),
      repair: async () => shared.repair(),
      close: async () => {
        shared.repair()
        await close()
      },
    }
  })
}

/** For suites on one PostgreSQL database of this file, which every world reaches by a way of its own. */
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
  return subjectsOf(async (settings) => {
    const way = await breakableServer(database!.url)
    const place = { databaseUrl: way.url }
    const { world, close } = await opened(await valueOf(openDatabase(place)), place, statements!, settings)
    return {
      world,
      breakDown: way.breakDown,
      repair: way.repair,
      close: async () => {
        await close()
        await way.close()
      },
    }
  })
}
