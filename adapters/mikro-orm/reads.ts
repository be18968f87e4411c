import type { MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Pool } from 'pg'
import type { Outcome } from '#application/shared/outcome.ts'
import { asking } from './database-error.ts'
import { MadeOnce } from './made-once.ts'

/** Stands in a statement for a value that is only known when it is asked; they are given in their order. */
export const GIVEN = Symbol('given')

/** `name`: what a server remembers the statement by. */
type Statement = { readonly name: string; readonly text: string; readonly parameters: readonly unknown[] }

/** Asks a statement, and ends with the JSON that it answers. */
type Ask = (statement: Statement, values: unknown[]) => Promise<string>

/**
 * Reads rows for screens, past every entity. Only the core's own words make a statement's text, values are parameters; so
 * there are few texts, and a server parses each of them once a connection, and plans it so too where that is as good. The
 * rows come as one JSON value: that is cheaper to build, to carry and to read than columns are.
 */
export class Reads {
  readonly #orm: MikroORM
  readonly #ask: Ask
  readonly #names = new Map<string, string>()
  readonly #statements = new WeakMap<RawBuilder<unknown>, Statement>()
  readonly #views = new MadeOnce()

  constructor(orm: MikroORM, where: 'on a server' | 'in this process') {
    this.#orm = orm
    this.#ask = where === 'on a server' ? onServer(orm) : inProcess(orm)
  }

  /** A query that is kept and asked again is compiled once. */
  rows<Row>(query: RawBuilder<Row>, ...given: readonly unknown[]): Outcome<readonly Row[]> {
    return asking(async () => {
      const statement = this.#statements.get(query) ?? this.#remember(query)
      return JSON.parse(await this.#ask(statement, valuesOf(statement, given))) as readonly Row[]
    })
  }

  /**
   * What is made of the rows of a query that is kept. Where the database answers as it did the last time, it is the same
   * object as then. The query alone says what `viewOf` does.
   */
  view<Row, View>(
    query: RawBuilder<Row>,
    viewOf: (rows: readonly Row[]) => View,
    ...given: readonly (number | string)[]
  ): Outcome<View> {
    return asking(async () => {
      const statement = this.#statements.get(query) ?? this.#remember(query)
      const text = await this.#ask(statement, valuesOf(statement, given))
      return this.#views.of(`${statement.name} ${given.join()}`, text, () => viewOf(JSON.parse(text) as readonly Row[]))
    })
  }

  #remember(query: RawBuilder<unknown>): Statement {
    const { text, parameters } = this.#compile(query)
    const name = this.#names.get(text) ?? `soundhub_read_${this.#names.size}`
    this.#names.set(text, name)
    const statement = { name, text, parameters }
    this.#statements.set(query, statement)
    return statement
  }

  #compile(query: RawBuilder<unknown>): Pick<Statement, 'text' | 'parameters'> {
    const whole = sql`select coalesce(json_agg(one), '[]')::text as answer from (${query}) one`
    const { sql: text, parameters } = whole.compile(this.#orm.em.getKysely<unknown>())
    return { text, parameters }
  }
}

const valuesOf = ({ parameters }: Statement, given: readonly unknown[]): unknown[] => {
  let next = 0
  return parameters.map((parameter) => (parameter === GIVEN ? given[next++] : parameter))
}

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
