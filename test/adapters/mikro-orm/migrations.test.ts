import { MikroORM } from '@mikro-orm/postgresql'
import { afterEach, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { MIGRATIONS } from '#adapters/mikro-orm/migrations/migrations.ts'
import { openDatabase, ROWS } from '#adapters/mikro-orm/open-database.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { type Place, PLACES } from '#test/databases/places.ts'
import { statementsOn } from '#test/databases/statements.ts'

const NAMES = MIGRATIONS.map(({ name }) => name)

const urlOf = ({ place }: Pick<Place, 'place'>): string => ('databaseUrl' in place ? place.databaseUrl : '')

const applied = async ({ statements }: Place) =>
  (await statements.ask<{ name: string }>('select name from soundhub_migrations order by id')).map(({ name }) => name)

describe.each(PLACES)('Migrations on %s', (_, make) => {
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  })

  const empty = async (): Promise<Place> => {
    const place = await make('empty')
    ends.push(place.end)
    return place
  }
  const opened = async ({ place }: Place): Promise<MikroOrmDatabase> => {
    const database = await valueOf(openDatabase(place))
    ends.push(async () => database.close())
    return database
  }
  it('makes everything in an empty database, once', async () => {
    const place = await empty()
    const database = await opened(place)
    await valueOf(database.migrate())
    expect(await applied(place)).toEqual(NAMES)
    await valueOf(database.migrate())
    await valueOf((await opened(place)).migrate())
    expect(await applied(place)).toEqual(NAMES)
  })

  it('tells whether everything is there, and makes nothing to find out', async () => {
    const place = await empty()
    const database = await opened(place)
    expect(await valueOf(database.isMigrated())).toBe(false)
    expect(await place.statements.ask(`select 1 from pg_tables where schemaname = 'public'`)).toEqual([])
    await valueOf(database.migrate())
    expect(await valueOf(database.isMigrated())).toBe(true)
    await place.statements.ask('delete from soundhub_migrations')
    expect(await valueOf(database.isMigrated())).toBe(false)
  })

  it('gives every column that a row has', async () => {
    const place = await empty()
    await valueOf((await opened(place)).migrate())
    // Reads what the rows say; it asks no database.
    const orm = await MikroORM.init({ entities: ROWS, dbName: 'none', discovery: { checkDuplicateTableNames: true } })
    for (const { tableName, props } of orm.getMetadata().getAll().values()) {
      const columns = await place.statements.ask<{ column_name: string; is_nullable: string }>(
        `select column_name, is_nullable from information_schema.columns where table_name = '${tableName}'`,
      )
      const isNullable = new Map(columns.map((column) => [column.column_name, column.is_nullable === 'YES']))
      expect(props.length).toBeGreaterThan(0)
      for (const { fieldNames, nullable = false } of props)
        expect([tableName, fieldNames[0], isNullable.get(fieldNames[0]!)]).toEqual([tableName, fieldNames[0], nullable])
    }
  })

  it('answers Unavailable, and makes nothing, where a migration cannot be applied', async () => {
    const place = await empty()
    const database = await opened(place)
    await place.statements.ask('create table mixes (id integer)')
    expect((await database.migrate()).isErr()).toBe(true)
    expect(await place.statements.ask(`select 1 from pg_tables where tablename = 'users'`)).toEqual([])
    expect(await valueOf(database.isMigrated())).toBe(false)
  })
})

describe('Migrations on PostgreSQL', () => {
  const [, make] = PLACES.find(([name]) => name === 'PostgreSQL')!

  it('are told apart from those of an older and of a newer version', async () => {
    const { place, statements, end } = await make()
    const database = await valueOf(openDatabase(place))
    try {
      expect(await valueOf(database.schemaState())).toEqual({ type: 'current' })
      const last = NAMES.at(-1)!
      await statements.ask(`delete from soundhub_migrations where name = '${last}'`)
      expect(await valueOf(database.schemaState())).toEqual({ type: 'older', missing: [last] })
      await statements.ask(`insert into soundhub_migrations (name) values ('${last}'), ('2999-01-01-later')`)
      expect(await valueOf(database.schemaState())).toEqual({ type: 'newer', unknown: ['2999-01-01-later'] })
      // A server that runs goes on: the next version has migrated, and takes its place in a moment.
      expect(await valueOf(database.isMigrated())).toBe(true)
    } finally {
      await database.close()
      await end()
    }
  })

  it('wait for another process that migrates, but not for ever', async () => {
    const { place, statements, end } = await make('empty')
    const [holder, database] = [await statementsOn(urlOf({ place })), await valueOf(openDatabase(place))]
    try {
      await holder.ask('select pg_advisory_lock(5050821)')
      const refused = await database.migrate({ wait: 50 })
      expect(refused._unsafeUnwrapErr()).toMatchObject({
        cause: { message: 'another process has been migrating it for 0.05 s' },
      })
      expect(await statements.ask(`select 1 from pg_tables where schemaname = 'public'`)).toEqual([])
      const waiting = database.migrate()
      await holder.close()
      await valueOf(waiting)
      expect(await statements.ask('select name from soundhub_migrations')).toHaveLength(NAMES.length)
    } finally {
      await database.close()
      await end()
    }
  })

  it('are applied once when several servers start at once', async () => {
    const { place, statements, end } = await make('empty')
    const databases = await Promise.all([1, 2, 3].map(() => valueOf(openDatabase(place))))
    try {
      for (const result of await Promise.all(databases.map((database) => database.migrate())))
        expect(result.isOk()).toBe(true)
      expect(await statements.ask('select name from soundhub_migrations')).toEqual(NAMES.map((name) => ({ name })))
    } finally {
      for (const database of databases) await database.close()
      await end()
    }
  })
})
