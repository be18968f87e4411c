import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { CredentialReader, Credentials } from '#application/account/credentials.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { databaseOutcome } from '../database-error.ts'

/** Reads the credentials for a login with plain SQL, without locks. */
export class MikroOrmCredentialReader implements CredentialReader {
  readonly #orm: MikroORM

  constructor(orm: MikroORM) {
    this.#orm = orm
  }

  ofAddress(email: EmailAddress, limit: number): Outcome<readonly Credentials[]> {
    const query = sql<Credentials>`
      select u.id, u.activated_at is not null as "isVerified", u.password_hash as "passwordHash",
        case when c.id is not null then json_build_object('changeId', c.id, 'passwordHash', c.password_hash) end as waiting
      from users u left join pending_changes c on c.user_id = u.id and c.kind = 'add' and u.password_hash is null
      where u.email = ${email} order by u.activated_at is null, u.id desc limit ${limit}`
    return databaseOutcome(() => query.execute(this.#orm.em.getKysely<unknown>())).map(({ rows }) => rows)
  }
}
