import { ResultAsync } from 'neverthrow'
import { DatabaseError, escapeIdentifier, Pool } from 'pg'
import { RateLimiterPostgres } from 'rate-limiter-flexible'
import { MINUTE, SECOND } from '#domain/shared/instant.ts'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import { FlexibleRateLimiter } from './flexible-rate-limiter.ts'

/** Where the counts of several processes meet. */
export type LimitsPlace = {
  readonly databaseUrl: string
  /** Made where it is missing. */
  readonly tableName?: string
  readonly connections?: number
}

/** Counts in a table, until it is closed. */
export type PostgresRateLimiter = {
  readonly rateLimiter: FlexibleRateLimiter
  /** May be repeated; nothing is counted afterwards. */
  readonly close: () => Outcome<void>
}

/** Where counts are kept unless another table is named. They are of no use later. */
export const LIMITS_TABLE = 'rate_limits'
const DEFAULT_CONNECTIONS = 3

/** A login waits for a count only so long. */
const TIMEOUT = 3 * SECOND
const SWEEP_EVERY = 5 * MINUTE

/** Opens the counts on a server, with connections of their own: a count stays when the transaction beside it rolls back. */
export const openPostgresRateLimiter = (place: LimitsPlace): Outcome<PostgresRateLimiter> =>
  asking(async () => {
    const pool = poolOf(place)
    const shared = { storeClient: pool, storeType: 'pool', clearExpiredByTimeout: false }
    const tableName = place.tableName ?? LIMITS_TABLE
    try {
      await makeTable({ ...shared, tableName, points: 1, duration: 1 })
      // Not one sweep a limiter, as the package would do it, but one for the table that they share.
      const sweep = setInterval(() => void sweepTable(pool, tableName), SWEEP_EVERY).unref()
      const rateLimiter = new FlexibleRateLimiter(
        (limit) => new RateLimiterPostgres({ ...shared, ...limit, tableName, tableCreated: true }),
      )
      const close = async (): Promise<void> => {
        clearInterval(sweep)
        if (!pool.ended) await pool.end()
      }
      return { rateLimiter, close: () => asking(close) }
    } catch (cause) {
      await pool.end()
      throw cause
    }
  })

const poolOf = ({ databaseUrl, connections = DEFAULT_CONNECTIONS }: LimitsPlace): Pool => {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'soundhub limits',
    max: connections,
    connectionTimeoutMillis: TIMEOUT,
    statement_timeout: TIMEOUT,
    query_timeout: TIMEOUT,
    keepAlive: true,
  })
  // An idle connection that breaks off ends the process where nobody listens; the next question shows it anyway.
  return pool.on('error', () => undefined)
}

type TableOptions = ConstructorParameters<typeof RateLimiterPostgres>[0]

/** PostgreSQL's `if not exists` does not see a table that another process is just making, only that its name is taken. */
const BEING_MADE: readonly unknown[] = ['42P07', '42710', '23505']

const makeTable = async (options: TableOptions): Promise<void> => {
  try {
    await tryMakingTable(options)
  } catch (cause) {
    if (!(cause instanceof DatabaseError && BEING_MADE.includes(cause.code))) throw cause
    await tryMakingTable(options)
  }
}

const tryMakingTable = (options: TableOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    void new RateLimiterPostgres(options, (cause) => (cause === undefined ? resolve() : reject(cause)))
  })

const sweepTable = async (pool: Pool, tableName: string): Promise<void> => {
  try {
    await pool.query(`delete from ${escapeIdentifier(tableName)} where expire < $1`, [Date.now()])
  } catch {
    // What is left over counts nothing and goes with the next sweep.
  }
}

const asking = <Value>(ask: () => Promise<Value>): Outcome<Value> =>
  ResultAsync.fromThrowable(ask, (cause) => unavailable('limits', cause))()
