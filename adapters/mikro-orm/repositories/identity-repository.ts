import { sql } from 'kysely'
import { err, ok } from 'neverthrow'
import type { IdentityRepository } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Identity, IdentityTaken, Subject } from '#domain/account/identity.ts'
import type { UserId } from '#domain/shared/id.ts'
import { identityOf, IdentityRow } from '../rows/account-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Identities in the table `identities`; deleted with their user. */
export class MikroOrmIdentityRepository implements IdentityRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  bySubject({ provider, subject }: Subject): Outcome<Identity | null> {
    return this.#unit
      .ask((em) => em.findOne(IdentityRow, { provider, subject }, { disableIdentityMap: true }))
      .map((row) => (row === null ? null : identityOf(row)))
  }

  /**
   * The update changes nothing. It waits for a concurrent insert of the same identity and returns the account that was
   * first, even if that one is being deleted.
   */
  add({ provider, subject, userId }: Identity): Outcome<void, IdentityTaken> {
    return this.#unit
      .ask(async (em) => {
        const stored = await sql<{ user_id: UserId }>`
          insert into identities (provider, subject, user_id) values (${provider}, ${subject}, ${userId})
          on conflict (provider, subject) do update set user_id = identities.user_id
          returning user_id`.execute(em.getKysely<unknown>())
        return stored.rows[0]!.user_id
      })
      .andThen((owner) => (owner === userId ? ok() : err({ type: 'IdentityTaken', provider } as const)))
  }
}
