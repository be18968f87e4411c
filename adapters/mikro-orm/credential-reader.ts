import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { CredentialReader, Credentials } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { asking } from './database-error.ts'

/** Reads what a login is compared with, past every entity and lock. */
export class MikroOrmCredentialReader implements CredentialReader {
  readonly #orm: MikroORM

  constructor(orm: MikroORM) {
    this.#orm = orm
  }

  ofAddress(email: EmailAddress, most: number): Outcome<readonly Credentials[]> {
    const query = sql<Credentials>`
      select id, activated_at is not null as "isProved", password_hash as "passwordHash"
      from users where email = ${email} order by activated_at is null, id desc limit ${most}`
    return asking(() => query.execute(this.#orm.em.getKysely<unknown>())).map(({ rows }) => rows)
  }
}
