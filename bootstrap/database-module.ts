import { ContainerModule, type ServiceIdentifier } from 'inversify'
import { join } from 'node:path'
import { type MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { openJobs, type PgBossJobs } from '#adapters/pg-boss/open-jobs.ts'
import { inProcessRateLimiter } from '#adapters/rate-limiter-flexible/in-process.ts'
import { openPostgresRateLimiter } from '#adapters/rate-limiter-flexible/postgres.ts'
import type { RateLimiter } from '#application/account/ports.ts'
import type { Correlation } from '#application/shared/correlation.ts'
import type { JobFailure } from '#application/shared/jobs.ts'
import type { Outcome, Unavailable } from '#application/shared/outcome.ts'
import type { AudioReadiness } from '#application/track/audio.ts'
import { CannotStart, orCannotStart } from './cannot-start.ts'
import type { Cleanup } from './cleanup.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { ENDING } from './ending.ts'
import type { Log } from './log.ts'
import { spareMemory } from './low-memory.ts'
import { jobsDatabaseOf } from './jobs-database.ts'
import type { Installation } from './media-marker.ts'
import type { Check, Readiness } from '#adapters/http/dependencies.ts'
import { audioCheck } from './readiness.ts'
import { mayMigrate } from './role.ts'
import type { Settings } from './settings.ts'
import { TOKENS } from './tokens.ts'

export const DATABASE: ServiceIdentifier<MikroOrmDatabase> = Symbol('database')
const JOBS: ServiceIdentifier<PgBossJobs> = Symbol('jobs')

const mismatch = (database: 'older' | 'newer', detail: string): CannotStart =>
  new CannotStart([
    database === 'older'
      ? `the database is older than this version of Soundhub (${detail}): run npm run migrate, then start again`
      : `the database is newer than this version of Soundhub (${detail}): start the version that migrated it, or a later one`,
  ])

/** In ms. Nobody waits for a worker's statements, so they may take as long as a mass of rows may need. */
const PATIENCE_OF_WORKERS = 65_000

const locationOf = async ({ DATABASE_URL: databaseUrl, DATA_DIR, LOW_MEMORY, role }: Settings, cleanup: Cleanup) => {
  if (databaseUrl !== undefined)
    return { databaseUrl, ...(role === 'worker' && { socketTimeout: PATIENCE_OF_WORKERS }) }
  cleanup.add('lock', await lockDataDir(DATA_DIR))
  if (LOW_MEMORY === 'on') spareMemory()
  return { dataDir: join(DATA_DIR, 'database') }
}

const openMigrated = async (settings: Settings, cleanup: Cleanup): Promise<MikroOrmDatabase> => {
  const database = await orCannotStart(
    'the database cannot be opened',
    openDatabase(await locationOf(settings, cleanup)),
  )
  cleanup.add('database', () => database.close())
  const state = await orCannotStart('the database cannot be read', database.schemaState())
  if (state.type === 'newer') throw mismatch('newer', `it has ${state.unknown.join(', ')}`)
  if (state.type === 'current') return database
  if (database.pglite === null && !mayMigrate(settings.role)) throw mismatch('older', `it lacks ${state.missing[0]}`)
  await orCannotStart('the database cannot be migrated', database.migrate())
  return database
}

const openQueue = async (
  settings: Settings,
  database: MikroOrmDatabase,
  cleanup: Cleanup,
  log: Log,
  correlation: Correlation,
): Promise<PgBossJobs> => {
  const { pglite } = database
  const location = jobsDatabaseOf(database, settings)
  // A job that failed is a line of its own already.
  const onFailure = (failure: JobFailure | Unavailable) =>
    failure.type === 'Unavailable' ? log.warn({ err: failure.cause }, 'the job queue is unavailable') : undefined
  const jobs = await openJobs(location, {
    onFailure,
    requestId: () => correlation.requestId(),
    renders: settings.WORKER_CONCURRENCY,
    migrate: pglite !== null || mayMigrate(settings.role),
    grace: ENDING.acceptedMs,
  })
  if (jobs.isErr()) {
    if (jobs.error.type === 'JobsSchemaMismatch') throw mismatch(jobs.error.database, jobs.error.detail)
    throw new CannotStart(['the job queue cannot be opened'], jobs.error.cause)
  }
  cleanup.add('queue', () => jobs.value.close())
  return jobs.value
}

/** Opened after the database, so that an unreachable database is reported as such. */
const openRateLimiter = async (
  { DATABASE_URL: databaseUrl, RATE_LIMITS }: Settings,
  _database: MikroOrmDatabase,
  cleanup: Cleanup,
): Promise<RateLimiter> => {
  if (databaseUrl === undefined || RATE_LIMITS === 'process') return inProcessRateLimiter()
  const { rateLimiter, close } = await orCannotStart(
    'the rate limiter cannot be opened',
    openPostgresRateLimiter({ databaseUrl }),
  )
  cleanup.add('rate limits', close)
  return rateLimiter
}

const checkOf = async (name: Check['name'], outcome: Outcome<boolean>, problem: string): Promise<Check> => {
  const result = await outcome
  return {
    name,
    ...result.match(
      (ok) => ({ ok, detail: ok ? 'ok' : problem }),
      () => ({ ok: false, detail: 'no answer' }),
    ),
  }
}

/** Rows and jobs in PostgreSQL if DATABASE_URL is set, else in a PGlite in DATA_DIR. */
export const databaseModule = new ContainerModule(({ bind }) => {
  bind(DATABASE).toResolvedValue(openMigrated, [TOKENS.settings, TOKENS.cleanup])
  bind(JOBS).toResolvedValue(openQueue, [TOKENS.settings, DATABASE, TOKENS.cleanup, TOKENS.log, TOKENS.correlation])
  bind(TOKENS.unitOfWork).toResolvedValue(
    (database: MikroOrmDatabase, jobs: PgBossJobs) => database.unitOfWork((transaction) => jobs.jobsIn(transaction)),
    [DATABASE, JOBS],
  )
  bind(TOKENS.rateLimiter).toResolvedValue(openRateLimiter, [TOKENS.settings, DATABASE, TOKENS.cleanup])
  bind(TOKENS.jobRunner).toResolvedValue((jobs: PgBossJobs) => jobs.runner, [JOBS])
  bind(TOKENS.jobStatistics).toResolvedValue((jobs: PgBossJobs) => jobs.statistics, [JOBS])
  bind(TOKENS.failedJobs).toResolvedValue((jobs: PgBossJobs) => jobs.failed, [JOBS])
  bind(TOKENS.pool).toResolvedValue((database: MikroOrmDatabase) => database.pool, [DATABASE])
  bind(TOKENS.sessionReader).toResolvedValue((database: MikroOrmDatabase) => database.sessions, [DATABASE])
  bind(TOKENS.credentials).toResolvedValue((database: MikroOrmDatabase) => database.credentials, [DATABASE])
  bind(TOKENS.userQueries).toResolvedValue((database: MikroOrmDatabase) => database.users, [DATABASE])
  bind(TOKENS.mediaIndex).toResolvedValue((database: MikroOrmDatabase) => database.mediaIndex, [DATABASE])
  bind(TOKENS.mixQueries).toResolvedValue((database: MikroOrmDatabase) => database.mixes, [DATABASE])
  bind(TOKENS.mixEvents).toResolvedValue((database: MikroOrmDatabase) => database.mixEvents, [DATABASE])
  bind(TOKENS.postQueries).toResolvedValue((database: MikroOrmDatabase) => database.posts, [DATABASE])
  bind(TOKENS.commentQueries).toResolvedValue((database: MikroOrmDatabase) => database.comments, [DATABASE])
  bind(TOKENS.revisionQueries).toResolvedValue((database: MikroOrmDatabase) => database.revisions, [DATABASE])
  bind(TOKENS.proposalQueries).toResolvedValue((database: MikroOrmDatabase) => database.proposals, [DATABASE])
  bind(TOKENS.homeQueries).toResolvedValue((database: MikroOrmDatabase) => database.home, [DATABASE])
  bind(TOKENS.messageQueries).toResolvedValue((database: MikroOrmDatabase) => database.messages, [DATABASE])
  bind(TOKENS.searchQueries).toResolvedValue((database: MikroOrmDatabase) => database.search, [DATABASE])
  bind(TOKENS.auditQueries).toResolvedValue((database: MikroOrmDatabase) => database.audit, [DATABASE])
  bind(TOKENS.installation).toResolvedValue(
    (database: MikroOrmDatabase): Installation =>
      (first) =>
        database.installation(first),
    [DATABASE],
  )
  bind(TOKENS.readiness).toResolvedValue(
    (database: MikroOrmDatabase, audio: AudioReadiness): Readiness =>
      async () => [
        await checkOf(
          'database',
          database.ping().map(() => true),
          '',
        ),
        await checkOf('migrations', database.isMigrated(), 'some are not applied'),
        audioCheck(audio),
      ],
    [DATABASE, TOKENS.audioReadiness],
  )
})
