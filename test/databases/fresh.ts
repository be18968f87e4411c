import { PGlite } from '@electric-sql/pglite'
import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { cp } from 'node:fs/promises'
import { TEMPLATE } from './databases.ts'
import { givenDatabases } from './given.ts'
import { statementsOn } from './statements.ts'

/** A database on the run's PostgreSQL; it goes with the server at the latest. */
export type FreshDatabase = {
  readonly url: string
  /** Cuts off whoever still uses it. */
  readonly drop: () => Promise<void>
}

/** With every table and no row, unless an empty one is asked for. */
export const freshDatabase = async (how: 'migrated' | 'empty' = 'migrated'): Promise<FreshDatabase> => {
  const { postgresUrl } = await givenDatabases()
  const name = `soundhub_${randomBytes(8).toString('hex')}`
  const say = async (statement: string): Promise<void> => {
    const statements = await statementsOn(postgresUrl)
    await statements.ask(statement)
    await statements.close()
  }
  await say(`create database ${name}${how === 'migrated' ? ` template ${TEMPLATE}` : ''}`)
  const url = new URL(postgresUrl)
  url.pathname = name
  return { url: url.href, drop: () => say(`drop database if exists ${name} with (force)`) }
}

/** A PGlite in memory with every table and no row; whoever asked closes it. */
export const freshPglite = async (): Promise<PGlite> =>
  PGlite.create({ loadDataDir: await openAsBlob((await givenDatabases()).pgliteTemplate) })

/**
 * Puts an embedded database with every table and no row into a DATA_DIR. A first start, which does that by itself, takes
 * twice as long as any later one; `test/process/start.test.ts` and the README's test are the ones to make it.
 */
export const freshInstallation = async (dataDir: string): Promise<void> =>
  cp((await givenDatabases()).installation, dataDir, { recursive: true })
