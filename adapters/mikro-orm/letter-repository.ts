import { LockMode } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { LetterRepository } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Letter, NewLetter } from '#domain/account/letter.ts'
import type { LetterId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { letterColumns, letterOf, LetterRow } from './account-rows.ts'
import type { Unit } from './unit.ts'

/** Letters in the table `letters`, gone with their user. */
export class MikroOrmLetterRepository implements LetterRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add(letter: NewLetter): Outcome<Letter> {
    return this.#unit
      .ask((em) => em.insert(LetterRow, letterColumns(letter)))
      .map((id) => ({ ...letter, id: id as LetterId, sentAt: null }))
  }

  /** The user first, as the foreign key of the letter's keys will: whoever removes the user takes its letters with it. */
  byId(id: LetterId): Outcome<Letter | null> {
    const options = { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_WRITE } as const
    return this.#unit
      .ask(async (em) => {
        const owner = sql`select user_id from letters where id = ${id}`
        await sql`select from users where id = (${owner}) for key share`.execute(em.getKysely<unknown>())
        return em.findOne(LetterRow, { id }, options)
      })
      .map((row) => (row === null ? null : letterOf(row)))
  }

  markSent(id: LetterId, now: Instant): Outcome<void> {
    return this.#unit.ask((em) => em.nativeUpdate(LetterRow, { id }, { sentAt: new Date(now) })).map(() => undefined)
  }
}
