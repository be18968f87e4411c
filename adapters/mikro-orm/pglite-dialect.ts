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

/** How long a unit of work or a query waits for the connection, in ms, before it fails as unavailable. */
export const PGLITE_WAIT_TIMEOUT = 30_000

const TIME_TYPES = [1082, 1114, 1184, 1186]

/** Leaves times and intervals as text, because MikroORM parses them itself. */
const parsers = Object.fromEntries(TIME_TYPES.map((type) => [type, (text: string) => text]))

/**
 * PGlite has one connection, which callers get in turn. Kysely's own dialect never releases it if a transaction cannot
 * begin, as on a closed instance, and has no timeout: a unit of work that waits for itself would block everyone else.
 */
export const pgliteDialect = (pglite: PGlite, waitTimeout: number = PGLITE_WAIT_TIMEOUT): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new PgliteDriver(pglite, waitTimeout),
  createIntrospector: (kysely: Kysely<unknown>) => new PostgresIntrospector(kysely),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})

class PgliteDriver implements Driver {
  readonly #pglite: PGlite
  readonly #waitTimeout: number
  #last: Promise<void> = Promise.resolve()

  constructor(pglite: PGlite, waitTimeout: number) {
    this.#pglite = pglite
    this.#waitTimeout = waitTimeout
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const released = Promise.withResolvers<void>()
    const previous = this.#last
    this.#last = previous.then(() => released.promise)
    const timedOut = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => timedOut.reject(new Error('waited too long for the embedded database')),
      this.#waitTimeout,
    )
    try {
      await Promise.race([previous, timedOut.promise])
    } catch (cause) {
      released.resolve()
      throw cause
    } finally {
      clearTimeout(timer)
    }
    return new PgliteConnection(this.#pglite, released.resolve)
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

  /** Does nothing: whoever opened the instance closes it. */
  async destroy(): Promise<void> {}
}

class PgliteConnection implements DatabaseConnection {
  readonly release: () => void
  readonly #pglite: PGlite
  #transaction: {
    readonly statements: Transaction
    readonly finish: PromiseWithResolvers<void>
    ended: Promise<void>
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

  /** Uses PGlite's own `transaction`, which also locks out direct users of the instance, such as pg-boss. */
  async begin(): Promise<void> {
    const begun = Promise.withResolvers<Transaction>()
    const finish = Promise.withResolvers<void>()
    const ended = this.#pglite.transaction(async (statements) => {
      begun.resolve(statements)
      await finish.promise
    })
    ended.catch(begun.reject)
    this.#transaction = { statements: await begun.promise, finish, ended }
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const transaction = this.#transaction
    if (transaction === null) return
    this.#transaction = null
    if (how === 'commit') {
      transaction.finish.resolve()
      await transaction.ended
    } else {
      transaction.finish.reject(new Error('rolled back'))
      await transaction.ended.catch(() => undefined)
    }
  }
}
