import { PGlite } from '@electric-sql/pglite'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM as PgliteMikroORM } from '@mikro-orm/pglite'
import { MikroORM } from '@mikro-orm/postgresql'
import { mkdir } from 'node:fs/promises'
import { Socket } from 'node:net'
import type { Outcome } from '#application/shared/outcome.ts'
import { AuditRow, IdentityRow, QueuedMailRow, PendingChangeRow } from './rows/account-rows.ts'
import { asking } from './database-error.ts'
import { MikroOrmDatabase } from './database.ts'
import { MessageRow } from './rows/message-rows.ts'
import { MIGRATIONS, MIGRATIONS_TABLE } from './migrations/migrations.ts'
import { MixRow } from './rows/mix-rows.ts'
import { pgliteDialect } from './pglite-dialect.ts'
import { CommentRow, PostRow } from './rows/post-rows.ts'
import { IdempotentRequestRow } from './rows/idempotent-request-rows.ts'
import { ActivationKeyRow, SessionRow, UserRow } from './rows/user-rows.ts'

/** `silence`: ms without a byte after which the server counts as gone. */
type OnServer = { readonly databaseUrl: string; readonly connections?: number; readonly silence?: number }

/** Where the data lies: on a server, in a directory of this machine, or in an instance that somebody else opened. */
export type DatabaseLocation = OnServer | { readonly dataDir: string } | { readonly pglite: PGlite }

/** Connections to a server, unless it is said otherwise. */
export const DEFAULT_CONNECTIONS = 10

/** What each table's rows look like. */
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
  // Failures travel as values and are logged by whoever gets them.
  logger: () => undefined,
}

/** A connection that hangs must not hold a request, nor a frozen process a lock, for ever; in ms. */
const PATIENCE = {
  connectionTimeoutMillis: 5_000,
  idle_in_transaction_session_timeout: 60_000,
  statement_timeout: 60_000,
  keepAlive: true,
}

/** In ms. A living server has ended every statement by then; one that is dead or frozen says nothing. */
const MAX_SILENCE = 65_000

/** One clock a connection. pg's `query_timeout` sets one a query, and the collector meets all of them. */
const socketThatGivesUp = (silence: number) => (): Socket => {
  const socket = new Socket()
  return socket.setTimeout(silence, () => socket.destroy(new Error(`the server said nothing for ${silence} ms`)))
}

/** Opens a database as it is; whether it is reachable and migrated shows when it is asked. */
export const openDatabase = (place: DatabaseLocation): Outcome<MikroOrmDatabase> =>
  asking(async () => {
    if ('databaseUrl' in place) return onServer(place)
    if ('pglite' in place) return onPglite(place.pglite, false)
    await mkdir(place.dataDir, { recursive: true })
    return onPglite(await PGlite.create(place.dataDir), true)
  })

const onServer = async ({
  databaseUrl,
  connections = DEFAULT_CONNECTIONS,
  silence = MAX_SILENCE,
}: OnServer): Promise<MikroOrmDatabase> => {
  const orm = await MikroORM.init({
    ...SHARED,
    clientUrl: databaseUrl,
    pool: { max: connections },
    driverOptions: {
      connectionString: databaseUrl,
      application_name: 'soundhub',
      stream: socketThatGivesUp(silence),
      ...PATIENCE,
    },
  })
  return new MikroOrmDatabase(orm, null)
}

const onPglite = async (pglite: PGlite, isOurs: boolean): Promise<MikroOrmDatabase> => {
  const orm = await PgliteMikroORM.init({ ...SHARED, dbName: 'postgres', driverOptions: () => pgliteDialect(pglite) })
  // Only the drivers differ in type; both speak PostgreSQL.
  return new MikroOrmDatabase(orm as unknown as MikroORM, { pglite, isOurs })
}
