import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { startPostgres } from '#test/databases/postgres-server.ts'
import { statementsOn } from '#test/databases/statements.ts'
import { startServerProcess } from '#test/process/server-process.ts'
import { fill, type Size } from './data.ts'

/** A database with its tables and as many rows as `fill` makes of them. */
export const fillDatabase = async (databaseUrl: string, size?: Size): Promise<void> => {
  const database = (await openDatabase({ databaseUrl }))._unsafeUnwrap()
  ;(await database.migrate())._unsafeUnwrap()
  ;(await database.close())._unsafeUnwrap()
  const statements = await statementsOn(databaseUrl)
  await fill(statements, size)
  await statements.close()
}

/** A server in a process of its own, on a PostgreSQL of its own that is filled. It goes with what `await using` ends. */
export const filledServer = async (environment: Readonly<Record<string, string>>, size?: Size) => {
  await using begun = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-bench-'))
  begun.defer(() => rm(folder, { recursive: true, force: true }))
  const postgres = await startPostgres()
  begun.defer(() => postgres.stop())
  const databaseUrl = postgres.urlOf()
  await fillDatabase(databaseUrl, size)
  const { NODE_OPTIONS } = process.env
  const server = await startServerProcess({
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    ...(NODE_OPTIONS !== undefined && { NODE_OPTIONS }),
    ...environment,
  })
  begun.defer(async () => {
    await server.stop()
  })
  const ends = begun.move()
  return { url: server.url, pid: server.pid, databaseUrl, [Symbol.asyncDispose]: () => ends.disposeAsync() }
}
