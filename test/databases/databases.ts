import { PGlite } from '@electric-sql/pglite'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseLocation, openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { openJobs } from '#adapters/pg-boss/open-jobs.ts'
import { startPostgres } from './postgres-server.ts'
import { statementsOn } from './statements.ts'

/** What the suites of one run make their databases from. */
export type Databases = {
  /** A server whose database {@link TEMPLATE} has every table, of the job queue too. */
  readonly postgresUrl: string
  /** The same as a data directory of PGlite, packed. */
  readonly pgliteTemplate: string
  /** The same as a DATA_DIR of which no server has taken notice. To be copied. */
  readonly installation: string
}

export const TEMPLATE = 'soundhub_template'

/** Brings up a PostgreSQL and packs a PGlite, both migrated. */
export const startDatabases = async (): Promise<{
  readonly databases: Databases
  readonly stop: () => Promise<void>
}> => {
  const directory = await mkdtemp(join(tmpdir(), 'soundhub-pglite-'))
  const server = await startPostgres()
  const stop = async () => {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
  try {
    const [pgliteTemplate, installation] = [join(directory, 'template.tar'), join(directory, 'installation')]
    // Not side by side: PGlite works in this thread, and would keep the other one's connections waiting.
    await makePostgresTemplate(server.urlOf)
    await makePgliteTemplate(join(installation, 'database'), pgliteTemplate)
    return { databases: { postgresUrl: server.urlOf(), pgliteTemplate, installation }, stop }
  } catch (cause) {
    await stop()
    throw cause
  }
}

const makePostgresTemplate = async (urlOf: (database?: string) => string): Promise<void> => {
  const statements = await statementsOn(urlOf())
  await statements.ask(`create database ${TEMPLATE}`)
  await statements.close()
  const databaseUrl = urlOf(TEMPLATE)
  await makeTables({ databaseUrl }, { databaseUrl })
}

const makePgliteTemplate = async (folder: string, packed: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  // Prepared: `initdb` takes three times as long as all that follows.
  const pglite = await PGlite.create(folder, { loadDataDir: await dataDir() })
  await makeTables({ pglite }, { pglite })
  await writeFile(packed, new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await pglite.close()
}

const makeTables = async (place: DatabaseLocation, jobsPlace: Parameters<typeof openJobs>[0]): Promise<void> => {
  const database = (await openDatabase(place))._unsafeUnwrap()
  ;(await database.migrate())._unsafeUnwrap()
  const jobs = (await openJobs(jobsPlace))._unsafeUnwrap()
  ;(await jobs.close())._unsafeUnwrap()
  ;(await database.close())._unsafeUnwrap()
}
