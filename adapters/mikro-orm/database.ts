import type { PGlite } from '@electric-sql/pglite'
import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { CredentialReader } from '#application/account/credentials.ts'
import type { SessionReader } from '#application/account/ports.ts'
import type { UserQueries } from '#application/account/user-view.ts'
import type { CommentQueries } from '#application/comment/ports.ts'
import type { HomeQueries } from '#application/home/ports.ts'
import type { MessageQueries } from '#application/message/ports.ts'
import type { PostQueries } from '#application/post/ports.ts'
import type { SearchQueries } from '#application/search/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { MediaIndex } from '#application/track/files.ts'
import { MikroOrmCommentQueries } from './queries/comment-queries.ts'
import { MikroOrmCredentialReader } from './queries/credential-reader.ts'
import { asking } from './database-error.ts'
import { MikroOrmHomeQueries } from './queries/home-queries.ts'
import { MikroOrmMediaIndex } from './queries/media-index.ts'
import { MikroOrmMessageQueries } from './queries/message-queries.ts'
import { isMigrated, migrate } from './migrations/migrate.ts'
import { MikroOrmPostQueries } from './queries/post-queries.ts'
import { Reads } from './queries/reads.ts'
import { MikroOrmSearchQueries } from './queries/search-queries.ts'
import { MikroOrmSessionReader } from './queries/session-reader.ts'
import { type JobsIn, MikroOrmUnitOfWork } from './transactions/unit-of-work.ts'
import { MikroOrmUserQueries } from './queries/user-queries.ts'

type Embedded = { readonly pglite: PGlite; readonly isOurs: boolean }

/** One open database and all that Soundhub asks of it. */
export class MikroOrmDatabase {
  readonly sessions: SessionReader
  readonly credentials: CredentialReader
  readonly users: UserQueries
  readonly posts: PostQueries
  readonly comments: CommentQueries
  readonly home: HomeQueries
  readonly messages: MessageQueries
  readonly search: SearchQueries
  readonly mediaIndex: MediaIndex
  /** The instance in this process, for others that share it; `null` on a server. */
  readonly pglite: PGlite | null
  readonly #orm: MikroORM
  readonly #embedded: Embedded | null

  constructor(orm: MikroORM, embedded: Embedded | null) {
    this.#orm = orm
    this.#embedded = embedded
    this.pglite = embedded?.pglite ?? null
    const reads = new Reads(orm, embedded === null ? 'on a server' : 'in this process')
    this.sessions = new MikroOrmSessionReader(reads)
    this.credentials = new MikroOrmCredentialReader(orm)
    this.users = new MikroOrmUserQueries(reads)
    this.posts = new MikroOrmPostQueries(reads)
    this.comments = new MikroOrmCommentQueries(reads)
    this.home = new MikroOrmHomeQueries(reads)
    this.messages = new MikroOrmMessageQueries(reads)
    this.mediaIndex = new MikroOrmMediaIndex(orm)
    this.search = new MikroOrmSearchQueries(reads)
  }

  /** Units whose jobs are queued by what `jobsIn` gives for their transaction. */
  unitOfWork(jobsIn: JobsIn): UnitOfWork {
    return new MikroOrmUnitOfWork(this.#orm, jobsIn)
  }

  /** Applies what is missing; several servers may do so at once. */
  migrate(): Outcome<void> {
    return asking(() => migrate(this.#orm, this.#embedded === null ? 'several processes' : 'this process alone'))
  }

  /** Whether every migration this program knows is applied. Changes nothing. */
  isMigrated(): Outcome<boolean> {
    return asking(() => isMigrated(this.#orm))
  }

  /** Ends well where the database answers. */
  ping(): Outcome<void> {
    return asking(() => sql`select 1`.execute(this.#orm.em.getKysely<unknown>())).map(() => undefined)
  }

  /** Ends every connection, and the instance in this process if it was opened with this database. May be repeated. */
  close(): Outcome<void> {
    return asking(async () => {
      await this.#orm.close(true)
      if (this.#embedded?.isOurs === true && !this.#embedded.pglite.closed) await this.#embedded.pglite.close()
    })
  }
}
