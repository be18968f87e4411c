import type { PGlite } from '@electric-sql/pglite'
import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { CredentialReader } from '#application/account/credentials.ts'
import type { AuditQueries } from '#application/account/audit-view.ts'
import type { SessionReader } from '#application/account/ports.ts'
import type { UserQueries } from '#application/account/user-view.ts'
import type { CommentQueries } from '#application/comment/ports.ts'
import type { ProposalQueries, RevisionQueries } from '#application/mix/ports.ts'
import type { HomeQueries } from '#application/home/ports.ts'
import type { MessageQueries } from '#application/message/ports.ts'
import type { MixEvents, MixQueries } from '#application/mix/ports.ts'
import type { PostQueries } from '#application/post/ports.ts'
import type { SearchQueries } from '#application/search/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { MediaIndex } from '#application/track/staging-and-blob-store.ts'
import { MikroOrmAuditQueries } from './queries/audit-queries.ts'
import { MikroOrmCommentQueries } from './queries/comment-queries.ts'
import { MikroOrmCredentialReader } from './queries/credential-reader.ts'
import { databaseOutcome } from './database-error.ts'
import { DatabaseDump } from './dump/database-dump.ts'
import { MikroOrmMixEvents } from './events/mix-events.ts'
import type { Notifications } from './events/notifications.ts'
import { MikroOrmHomeQueries } from './queries/home-queries.ts'
import { MikroOrmMediaIndex } from './queries/media-index.ts'
import { MikroOrmMessageQueries } from './queries/message-queries.ts'
import { MikroOrmMixQueries } from './queries/mix-queries.ts'
import { migrate, MIGRATION_WAIT } from './migrations/migrate.ts'
import { isMigrated, schemaState, type SchemaState } from './migrations/schema-state.ts'
import { MikroOrmPostQueries } from './queries/post-queries.ts'
import { MikroOrmProposalQueries } from './queries/proposal-queries.ts'
import { Reads } from './queries/reads.ts'
import { MikroOrmRevisionQueries } from './queries/revision-queries.ts'
import { MikroOrmSearchQueries } from './queries/search-queries.ts'
import { MikroOrmSessionReader } from './queries/session-reader.ts'
import { type JobsIn, MikroOrmUnitOfWork } from './transactions/unit-of-work.ts'
import { MikroOrmUserQueries } from './queries/user-queries.ts'

/** Connections that are open, those of them that nobody uses, and how many wait for one. */
export type PoolState = { readonly size: number; readonly idle: number; readonly waiting: number }

const poolStateOf = async (orm: MikroORM): Promise<PoolState> => {
  const { totalCount, idleCount, waitingCount } = await orm.em.getConnection().getNativeClient()
  return { size: totalCount, idle: idleCount, waiting: waitingCount }
}

type Embedded = { readonly pglite: PGlite; readonly isOurs: boolean }

/** `forMigrations` opens connections that have all the time that migrating takes. */
type OnServer = { readonly forMigrations: () => Promise<MikroORM> }

/** An open database, with all queries and the unit of work on it. */
export class MikroOrmDatabase {
  readonly sessions: SessionReader
  readonly credentials: CredentialReader
  readonly users: UserQueries
  readonly posts: PostQueries
  readonly comments: CommentQueries
  readonly revisions: RevisionQueries
  readonly proposals: ProposalQueries
  readonly home: HomeQueries
  readonly messages: MessageQueries
  readonly search: SearchQueries
  readonly audit: AuditQueries
  readonly mediaIndex: MediaIndex
  readonly mixes: MixQueries
  readonly mixEvents: MixEvents
  readonly dump: DatabaseDump
  /** The embedded instance, so that the job queue can share it; `null` for a PostgreSQL server. */
  readonly pglite: PGlite | null
  /** How full the pool of connections is; `null` for an embedded instance, which has one connection. */
  readonly pool: (() => Promise<PoolState>) | null
  readonly #orm: MikroORM
  readonly #embedded: Embedded | null
  readonly #forMigrations: OnServer['forMigrations'] | null
  readonly #events: MikroOrmMixEvents

  constructor(orm: MikroORM, place: Embedded | OnServer, notifications: Notifications) {
    const embedded = 'pglite' in place ? place : null
    this.#orm = orm
    this.#embedded = embedded
    this.#forMigrations = 'pglite' in place ? null : place.forMigrations
    this.pglite = embedded?.pglite ?? null
    this.pool = embedded === null ? () => poolStateOf(orm) : null
    const reads = new Reads(orm, embedded === null ? 'server' : 'embedded')
    this.sessions = new MikroOrmSessionReader(reads)
    this.credentials = new MikroOrmCredentialReader(orm)
    this.users = new MikroOrmUserQueries(reads)
    this.posts = new MikroOrmPostQueries(reads)
    this.comments = new MikroOrmCommentQueries(reads)
    this.revisions = new MikroOrmRevisionQueries(reads)
    this.proposals = new MikroOrmProposalQueries(reads)
    this.home = new MikroOrmHomeQueries(reads)
    this.messages = new MikroOrmMessageQueries(reads)
    this.mediaIndex = new MikroOrmMediaIndex(orm)
    this.mixes = new MikroOrmMixQueries(orm)
    this.#events = new MikroOrmMixEvents(orm, notifications)
    this.mixEvents = this.#events
    this.search = new MikroOrmSearchQueries(reads)
    this.audit = new MikroOrmAuditQueries(reads)
    this.dump = new DatabaseDump(orm)
  }

  /** A unit of work whose jobs go to the queue that `jobsIn` returns for its transaction. */
  unitOfWork(jobsIn: JobsIn): UnitOfWork {
    return new MikroOrmUnitOfWork(this.#orm, jobsIn)
  }

  /** Applies missing migrations. Of several processes at once one does, and the others wait, `wait` ms at most. */
  migrate({ wait = MIGRATION_WAIT }: { readonly wait?: number } = {}): Outcome<void> {
    return databaseOutcome(async () => {
      if (await isMigrated(this.#orm)) return
      if (this.#forMigrations === null) return migrate(this.#orm, 'this process alone', wait)
      const patient = await this.#forMigrations()
      try {
        await migrate(patient, 'several processes', wait)
      } finally {
        await patient.close(true)
      }
    })
  }

  /** Whether this version may work with the tables as they are. Changes nothing. */
  schemaState(): Outcome<SchemaState> {
    return databaseOutcome(() => schemaState(this.#orm))
  }

  /** Whether all migrations that this version knows are applied. Changes nothing. */
  isMigrated(): Outcome<boolean> {
    return databaseOutcome(() => isMigrated(this.#orm))
  }

  /** Succeeds if the database answers. */
  ping(): Outcome<void> {
    return databaseOutcome(() => sql`select 1`.execute(this.#orm.em.getKysely<unknown>())).map(() => undefined)
  }

  /** The version of the server, and what time it is there, in ms since 1970. */
  about(): Outcome<{ readonly version: string; readonly now: number }> {
    return databaseOutcome(async () => {
      const { rows } = await sql<{ version: string; now: string }>`
        select current_setting('server_version') as version, (extract(epoch from clock_timestamp()) * 1000)::text as now
      `.execute(this.#orm.em.getKysely<unknown>())
      return { version: rows[0]?.version ?? '', now: Number(rows[0]?.now) }
    })
  }

  /** The id of the installation whose rows these are, `null` if it has none yet. One that is given becomes it then. */
  installation(first: string | null = null): Outcome<string | null> {
    return databaseOutcome(async () => {
      const kysely = this.#orm.em.getKysely<unknown>()
      if (first !== null)
        await sql`insert into installation (id) values (${first}) on conflict do nothing`.execute(kysely)
      const { rows } = await sql<{ id: string }>`select id from installation`.execute(kysely)
      return rows[0]?.id ?? null
    })
  }

  /** Closes all connections, and the embedded instance if we opened it. May be called twice. */
  close(): Outcome<void> {
    return databaseOutcome(async () => {
      await this.#events.close()
      await this.#orm.close(true)
      if (this.#embedded?.isOurs === true && !this.#embedded.pglite.closed) await this.#embedded.pglite.close()
    })
  }
}
