import { PGlite } from '@electric-sql/pglite'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM as PgliteMikroORM } from '@mikro-orm/pglite'
import { MikroORM } from '@mikro-orm/postgresql'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import type { Outcome } from '#application/shared/outcome.ts'
import { AuditRow, IdentityRow, QueuedMailRow, PendingChangeRow } from './rows/account-rows.ts'
import { databaseOutcome } from './database-error.ts'
import { MikroOrmDatabase } from './database.ts'
import { notificationsOfPglite, notificationsOfServer } from './events/notifications.ts'
import { MessageRow } from './rows/message-rows.ts'
import { MIGRATIONS, MIGRATIONS_TABLE } from './migrations/migrations.ts'
import { MixProposalRow } from './rows/mix-proposal-rows.ts'
import { MixRevisionRow } from './rows/mix-revision-rows.ts'
import { MixRow } from './rows/mix-rows.ts'
import { SOCKET_TIMEOUT, socketWithTimeout } from './socket-with-timeout.ts'
import { pgliteDialect } from './pglite-dialect.ts'
import { CommentRow, PostRow } from './rows/post-rows.ts'
import { IdempotentRequestRow } from './rows/idempotent-request-rows.ts'
import { ActivationKeyRow, SessionRow, UserRow } from './rows/user-rows.ts'

/**
 * `socketTimeout`: ms without a byte from the server after which the connection counts as dead. Statements end a tenth
 * earlier. The default suits those for whom somebody waits; jobs may take longer.
 */
type OnServer = { readonly databaseUrl: string; readonly connections?: number; readonly socketTimeout?: number }

/** A PostgreSQL server, a directory for an embedded PGlite, or a PGlite that the caller opened. */
export type DatabaseLocation = OnServer | { readonly dataDir: string } | { readonly pglite: PGlite }

/** The default size of the connection pool. */
export const DEFAULT_CONNECTIONS = 10

/** The entities that MikroORM maps. */
export const ROWS = [
  UserRow,
  IdentityRow,
  ActivationKeyRow,
  PendingChangeRow,
  QueuedMailRow,
  SessionRow,
  AuditRow,
  PostRow,
  CommentRow,
  MixRow,
  MixRevisionRow,
  MixProposalRow,
  MessageRow,
  IdempotentRequestRow,
]

const SHARED = {
  entities: ROWS,
  extensions: [Migrator],
  migrations: {
    migrationsList: [...MIGRATIONS],
    tableName: MIGRATIONS_TABLE,
    disableForeignKeys: false,
    snapshot: false,
    silent: true,
  },
  // Failures are returned as values; the caller logs them.
  logger: () => undefined,
}

/**
 * In ms. They keep a hanging connection from blocking a request, and a process that is frozen or cut off from holding a
 * lock. An unused connection is closed before it could be found dead.
 */
const timeoutsOf = (socketTimeout: number) => ({
  connectionTimeoutMillis: 5_000,
  idle_in_transaction_session_timeout: Math.min(20_000, Math.floor(socketTimeout * 0.7)),
  statement_timeout: Math.floor(socketTimeout * 0.9),
  idleTimeoutMillis: Math.min(10_000, Math.floor(socketTimeout * 0.8)),
  keepAlive: true,
})

/** In ms. An index of many rows takes its time, and so does another process that migrates. */
const MIGRATION_TIMEOUT = 60 * 60_000

/** Opens a database. Whether it is reachable and migrated shows only at the first query. */
export const openDatabase = (location: DatabaseLocation): Outcome<MikroOrmDatabase> =>
  databaseOutcome(async () => {
    if ('databaseUrl' in location) return onServer(location)
    if ('pglite' in location) return onPglite(location.pglite, false)
    await prepareCluster(location.dataDir)
    return onPglite(await PGlite.create(location.dataDir), true)
  })

const isEmpty = (folder: string): Promise<boolean> =>
  readdir(folder).then(
    (names) => names.length === 0,
    () => true,
  )

/**
 * Puts an empty cluster where there is none, if its package is there: `initdb`, which makes one too, is a second PostgreSQL in
 * memory and takes seconds. It appears whole; a process that ends meanwhile leaves nothing that counts.
 */
const prepareCluster = async (dataDir: string): Promise<void> => {
  await mkdir(dataDir, { recursive: true })
  if (!(await isEmpty(dataDir))) return
  const prepared = await import('@electric-sql/pglite-prepopulatedfs').catch(() => null)
  if (prepared === null) return
  const unfinished = `${dataDir}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await (await PGlite.create(unfinished, { loadDataDir: await prepared.dataDir() })).close()
  await rename(unfinished, dataDir)
}

const onServer = async ({
  databaseUrl,
  connections = DEFAULT_CONNECTIONS,
  socketTimeout = SOCKET_TIMEOUT,
}: OnServer): Promise<MikroOrmDatabase> => {
  const opened = (max: number, timeout: number) =>
    MikroORM.init({
      ...SHARED,
      clientUrl: databaseUrl,
      pool: { max },
      driverOptions: {
        connectionString: databaseUrl,
        application_name: 'soundhub',
        stream: socketWithTimeout(timeout),
        ...timeoutsOf(timeout),
      },
    })
  return new MikroOrmDatabase(
    await opened(connections, socketTimeout),
    { forMigrations: () => opened(2, MIGRATION_TIMEOUT) },
    notificationsOfServer(databaseUrl, socketTimeout),
  )
}

const onPglite = async (pglite: PGlite, isOurs: boolean): Promise<MikroOrmDatabase> => {
  const orm = await PgliteMikroORM.init({ ...SHARED, dbName: 'postgres', driverOptions: () => pgliteDialect(pglite) })
  // The two differ only in the type of their driver; both speak PostgreSQL.
  return new MikroOrmDatabase(orm as unknown as MikroORM, { pglite, isOurs }, notificationsOfPglite(pglite))
}
