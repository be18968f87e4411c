import { PGlite } from '@electric-sql/pglite'
import { MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'

/** Asks a database past the adapter that is examined. */
export type Statements = {
  readonly ask: <Row = Record<string, unknown>>(
    statement: string,
    parameters?: readonly unknown[],
  ) => Promise<readonly Row[]>
  readonly close: () => Promise<void>
}

export const statementsOn = async (place: string | PGlite): Promise<Statements> => {
  if (place instanceof PGlite)
    return {
      ask: async <Row>(statement: string, parameters: readonly unknown[] = []) =>
        (await place.query<Row>(statement, [...parameters])).rows,
      close: async () => {},
    }
  const orm = await MikroORM.init({
    clientUrl: place,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    pool: { max: 2 },
    logger: () => undefined,
  })
  return {
    ask: async <Row>(statement: string, parameters: readonly unknown[] = []) => {
      const asked = orm.em.getKysely<unknown>().executeQuery<Row>(CompiledQuery.raw(statement, [...parameters]))
      return (await asked).rows
    },
    close: () => orm.close(true),
  }
}
