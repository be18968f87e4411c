import type { PGlite, Transaction } from '@electric-sql/pglite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'

/** How long a unit or a query waits for those before it, in ms, before it is told that the database is out of reach. */
export const PGLITE_WAIT_TIMEOUT = 30_000

const TIMES = [1082, 1114, 1184, 1186]

/** MikroORM reads times and intervals itself, out of the text PostgreSQL sends. */
const parsers = Object.fromEntries(TIMES.map((type) => [type, (text: string) => text]))

/**
 * PGlite has one connection: whoever comes takes it when those before are done. Kysely's own dialect never gives the
 * connection back when a transaction cannot begin, as on a closed instance, and lets everybody wait without end behind
 * a unit that waits for itself.
 */
export const pgliteDialect = (pglite: PGlite, longestWait: number = PGLITE_WAIT_TIMEOUT): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new PgliteDriver(pglite, longestWait),
  createIntrospector: (kysely: Kysely<unknown>) => new PostgresIntrospector(kysely),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})

class PgliteDriver implements Driver {
  readonly #pglite: PGlite
  readonly #longestWait: number
  #last: Promise<void> = Promise.resolve()

  constructor(pglite: PGlite, longestWait: number) {
    this.#pglite = pglite
    this.#longestWait = longestWait
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const done = Promise.withResolvers<void>()
    const before = this.#last
    this.#last = before.then(() => done.promise)
    const late = Promise.withResolvers<never>()
    const clock = setTimeout(
      () => late.reject(new Error('waited too long for the embedded database')),
      this.#longestWait,
    )
    try {
      await Promise.race([before, late.promise])
    } catch (cause) {
      done.resolve()
      throw cause
    } finally {
      clearTimeout(clock)
    }
    return new PgliteConnection(this.#pglite, done.resolve)
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    ;(connection as PgliteConnection).release()
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as PgliteConnection).begin()
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as PgliteConnection).end('commit')
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as PgliteConnection).end('rollback')
  }

  savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    return (connection as PgliteConnection).run(`savepoint "${name}"`)
  }

  releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    return (connection as PgliteConnection).run(`release savepoint "${name}"`)
  }

  rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    return (connection as PgliteConnection).run(`rollback to savepoint "${name}"`)
  }

  /** The instance belongs to whoever opened it. */
  async destroy(): Promise<void> {}
}

class PgliteConnection implements DatabaseConnection {
  readonly release: () => void
  readonly #pglite: PGlite
  #transaction: {
    readonly statements: Transaction
    readonly leave: PromiseWithResolvers<void>
    over: Promise<void>
  } | null = null

  constructor(pglite: PGlite, release: () => void) {
    this.#pglite = pglite
    this.release = release
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const runner = this.#transaction?.statements ?? this.#pglite
    const { rows, affectedRows } = await runner.query<Row>(sql, [...parameters], { parsers })
    return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) }
  }

  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    await Promise.reject(new Error('PGlite does not stream'))
    yield { rows: [] }
  }

  async run(sql: string): Promise<void> {
    await (this.#transaction?.statements ?? this.#pglite).query(sql)
  }

  /** PGlite's own `transaction` keeps away whoever uses the instance beside this dialect, as pg-boss does. */
  async begin(): Promise<void> {
    const begun = Promise.withResolvers<Transaction>()
    const leave = Promise.withResolvers<void>()
    const over = this.#pglite.transaction(async (statements) => {
      begun.resolve(statements)
      await leave.promise
    })
    over.catch(begun.reject)
    this.#transaction = { statements: await begun.promise, leave, over }
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const transaction = this.#transaction
    if (transaction === null) return
    this.#transaction = null
    if (how === 'commit') {
      transaction.leave.resolve()
      await transaction.over
    } else {
      transaction.leave.reject(new Error('rolled back'))
      await transaction.over.catch(() => undefined)
    }
  }
}
