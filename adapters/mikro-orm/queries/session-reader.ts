import { sql } from 'kysely'
import type { SessionReader } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { Session } from '#domain/account/session.ts'
import type { SessionId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import { parameter, type Reads } from './reads.ts'
import { msOf } from './view-sql.ts'

type SessionViewRow = {
  readonly id: SessionId
  readonly digest: SecretDigest
  readonly user_id: UserId
  readonly device: string
  readonly created_ms: number
  readonly last_used_ms: number
  readonly expires_ms: number
}

const BY_DIGEST = sql<SessionViewRow>`
  select id, digest, user_id, device, ${msOf('created_at')} as created_ms, ${msOf('last_used_at')} as last_used_ms,
    ${msOf('expires_at')} as expires_ms
  from sessions where digest = ${parameter('digest')}`

const sessionOf = (row: SessionViewRow): Session => ({
  id: row.id,
  digest: row.digest,
  userId: row.user_id,
  device: row.device,
  createdAt: instant(row.created_ms),
  lastUsedAt: instant(row.last_used_ms),
  expiresAt: instant(row.expires_ms),
})

/** Reads the session of each request. */
export class MikroOrmSessionReader implements SessionReader {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  byDigest(digest: SecretDigest): Outcome<Session | null> {
    return this.#reads.read(BY_DIGEST, { digest }, ([row]) => (row === undefined ? null : sessionOf(row)))
  }
}
