import { LockMode } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { ActivationKeyRepository } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { ActivationKey } from '#domain/account/activation-key.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Unit } from '../transactions/unit.ts'
import { activationKeyColumns, activationKeyOf, ActivationKeyRow } from '../rows/user-rows.ts'

/** Keys in the table `activation_keys`; deleted with their user. */
export class MikroOrmActivationKeyRepository implements ActivationKeyRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add(key: ActivationKey): Outcome<void> {
    return this.#unit.ask((em) => em.insert(ActivationKeyRow, activationKeyColumns(key))).map(() => undefined)
  }

  /**
   * Locks the users of the address first, as `ofAddress` does. Opening one link removes the keys of the others, so two
   * transactions that each locked a key first would deadlock.
   */
  byDigest(digest: SecretDigest): Outcome<ActivationKey | null> {
    const options = { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_WRITE } as const
    return this.#unit
      .ask(async (em) => {
        await sql`
          select id from users
          where email = (select o.email from activation_keys k join users o on o.id = k.user_id where k.digest = ${digest})
          order by id for update`.execute(em.getKysely<unknown>())
        return em.findOne(ActivationKeyRow, { digest }, options)
      })
      .map((row) => (row === null ? null : activationKeyOf(row)))
  }

  ofUsers(ids: readonly UserId[]): Outcome<readonly ActivationKey[]> {
    const options = { disableIdentityMap: true, orderBy: { issuedAt: 'asc', digest: 'asc' } } as const
    return this.#unit
      .ask((em) => em.find(ActivationKeyRow, { userId: { $in: [...ids] } }, options))
      .map((rows) => rows.map(activationKeyOf))
  }

  removeOfUser(id: UserId): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(ActivationKeyRow, { userId: id })).map(() => undefined)
  }
}
