import type { MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Pool } from 'pg'
import type { Outcome } from '#application/shared/outcome.ts'
import { databaseOutcome } from '../database-error.ts'
import { ViewCache } from './view-cache.ts'

/** A placeholder in a statement for a value that is known only when it runs. */
class ParameterName {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

export const parameter = (name: string): ParameterName => new ParameterName(name)

/** The parameter values of one query, by name. */
type Values = Readonly<Record<string, unknown>>

/** Builds the statement of each shape once. The shape determines the text; all else is a {@link parameter}. */
export const byShape = <Shape extends object, Row>(
  build: (shape: Shape) => RawBuilder<Row>,
): ((shape: Shape) => RawBuilder<Row>) => {
  const built = new Map<string, RawBuilder<Row>>()
  return (shape) => {
    const key = JSON.stringify(shape)
    const statement = built.get(key) ?? build(shape)
    built.set(key, statement)
    return statement
  }
}

/** `name` is the name of the prepared statement on the server. */
type Statement = { readonly name: string; readonly text: string; readonly parameters: readonly unknown[] }

/** Runs a statement and returns its result as JSON. */
type RunStatement = (statement: Statement, values: unknown[]) => Promise<string>

/**
 * Reads rows for screens without building entities. A statement's text depends only on the shape of the request, never
 * on values, so there are few texts. Each is built and compiled once here, and prepared once per connection on a
 * server, which may then reuse its plan. The rows come as one JSON value, which is cheaper to build, transfer and parse
 * than columns.
 */
export class Reads {
  readonly #orm: MikroORM
  readonly #run: RunStatement
  readonly #statements = new WeakMap<RawBuilder<unknown>, Statement>()
  readonly #views = new ViewCache()
  #named = 0

  constructor(orm: MikroORM, location: 'server' | 'embedded') {
    this.#orm = orm
    this.#run = location === 'server' ? onServer(orm) : inProcess(orm)
  }

  /** Runs a query and makes a view of its rows. */
  read<Row, View>(query: RawBuilder<Row>, values: Values, viewOf: (rows: readonly Row[]) => View): Outcome<View> {
    return databaseOutcome(async () => {
      const statement = this.#statementOf(query)
      return viewOf(JSON.parse(await this.#run(statement, valuesOf(statement, values))) as readonly Row[])
    })
  }

  /**
   * The same with a cache: if the result is the same as the last time, so is the returned object. `viewOf` must depend
   * on the query alone.
   */
  view<Row, View>(
    query: RawBuilder<Row>,
    values: Readonly<Record<string, number>>,
    viewOf: (rows: readonly Row[]) => View,
  ): Outcome<View> {
    return databaseOutcome(async () => {
      const statement = this.#statementOf(query)
      const text = await this.#run(statement, valuesOf(statement, values))
      const key = `${statement.name} ${Object.values(values).join()}`
      return this.#views.of(key, text, () => viewOf(JSON.parse(text) as readonly Row[]))
    })
  }

  #statementOf(query: RawBuilder<unknown>): Statement {
    const cached = this.#statements.get(query)
    if (cached !== undefined) return cached
    const { text, parameters } = this.#compile(query)
    const statement = { name: `soundhub_read_${this.#named++}`, text, parameters }
    this.#statements.set(query, statement)
    return statement
  }

  #compile(query: RawBuilder<unknown>): Pick<Statement, 'text' | 'parameters'> {
    const whole = sql`select coalesce(json_agg(one), '[]')::text as answer from (${query}) one`
    const { sql: text, parameters } = whole.compile(this.#orm.em.getKysely<unknown>())
    return { text, parameters }
  }
}

const valuesOf = ({ parameters }: Statement, values: Values): unknown[] =>
  parameters.map((one) => (one instanceof ParameterName ? values[one.name] : one))

/** Uses the pg pool directly, because MikroORM and Kysely do not support named statements. */
const onServer = (orm: MikroORM): RunStatement => {
  let pooled: Promise<Pool> | null = null
  return async ({ name, text }, values) => {
    pooled ??= orm.em.getConnection().getNativeClient()
    const pool = await pooled
    const { rows } = await pool.query<{ answer: string }>({ name, text, values })
    return rows[0]!.answer
  }
}

const inProcess =
  (orm: MikroORM): RunStatement =>
  async ({ text }, values) => {
    const { rows } = await orm.em.getKysely<unknown>().executeQuery(CompiledQuery.raw(text, values))
    return (rows as readonly { readonly answer: string }[])[0]!.answer
  }
