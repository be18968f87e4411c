import type { MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Pool } from 'pg'
import type { Outcome } from '#application/shared/outcome.ts'
import { asking } from '../database-error.ts'
import { ViewCache } from './view-cache.ts'

/** Stands in a statement for a value that is only known when it is asked. */
class ParameterName {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** The value of this name. */
export const parameter = (name: string): ParameterName => new ParameterName(name)

/** The values of one asking, by name. */
type Values = Readonly<Record<string, unknown>>

/** Makes the statement of each shape once. A shape is what makes the text, and there are few; all else is {@link parameter}. */
export const byShape = <Shape extends object, Row>(
  make: (shape: Shape) => RawBuilder<Row>,
): ((shape: Shape) => RawBuilder<Row>) => {
  const made = new Map<string, RawBuilder<Row>>()
  return (shape) => {
    const key = JSON.stringify(shape)
    const statement = made.get(key) ?? make(shape)
    made.set(key, statement)
    return statement
  }
}

/** `name`: what a server remembers the statement by. */
type Statement = { readonly name: string; readonly text: string; readonly parameters: readonly unknown[] }

/** Asks a statement, and ends with the JSON that it answers. */
type Ask = (statement: Statement, values: unknown[]) => Promise<string>

/**
 * Reads rows for screens, past every entity. Only the core's own words make a statement's text, values are parameters; so
 * there are few texts, each made and compiled once here, and parsed once a connection by a server, which plans it so too
 * where that is as good. The rows come as one JSON value: that is cheaper to build, to carry and to read than columns are.
 */
export class Reads {
  readonly #orm: MikroORM
  readonly #ask: Ask
  readonly #statements = new WeakMap<RawBuilder<unknown>, Statement>()
  readonly #views = new ViewCache()
  #named = 0

  constructor(orm: MikroORM, where: 'on a server' | 'in this process') {
    this.#orm = orm
    this.#ask = where === 'on a server' ? onServer(orm) : inProcess(orm)
  }

  /** What is made of the rows of a statement that is kept. */
  read<Row, View>(query: RawBuilder<Row>, values: Values, viewOf: (rows: readonly Row[]) => View): Outcome<View> {
    return asking(async () => {
      const statement = this.#statementOf(query)
      return viewOf(JSON.parse(await this.#ask(statement, valuesOf(statement, values))) as readonly Row[])
    })
  }

  /**
   * Likewise, and where the database answers as it did the last time, it is the same object as then. The query alone says
   * what `viewOf` does.
   */
  view<Row, View>(
    query: RawBuilder<Row>,
    values: Readonly<Record<string, number>>,
    viewOf: (rows: readonly Row[]) => View,
  ): Outcome<View> {
    return asking(async () => {
      const statement = this.#statementOf(query)
      const text = await this.#ask(statement, valuesOf(statement, values))
      const key = `${statement.name} ${Object.values(values).join()}`
      return this.#views.of(key, text, () => viewOf(JSON.parse(text) as readonly Row[]))
    })
  }

  #statementOf(query: RawBuilder<unknown>): Statement {
    const known = this.#statements.get(query)
    if (known !== undefined) return known
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

/** Past MikroORM and Kysely to the pool they take their connections from, for they know no named statements. */
const onServer = (orm: MikroORM): Ask => {
  let known: Promise<Pool> | null = null
  return async ({ name, text }, values) => {
    known ??= orm.em.getConnection().getNativeClient()
    const pool = await known
    const { rows } = await pool.query<{ answer: string }>({ name, text, values })
    return rows[0]!.answer
  }
}

const inProcess =
  (orm: MikroORM): Ask =>
  async ({ text }, values) => {
    const { rows } = await orm.em.getKysely<unknown>().executeQuery(CompiledQuery.raw(text, values))
    return (rows as readonly { readonly answer: string }[])[0]!.answer
  }
