import { LockMode } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { QueuedMailRepository } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { QueuedMail, NewQueuedMail } from '#domain/account/mail.ts'
import type { MailId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { queuedMailColumns, queuedMailOf, QueuedMailRow } from '../rows/account-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Queued mails in the table `letters`; deleted with their user. */
export class MikroOrmQueuedMailRepository implements QueuedMailRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add(queuedMail: NewQueuedMail): Outcome<QueuedMail> {
    return this.#unit
      .ask((em) => em.insert(QueuedMailRow, queuedMailColumns(queuedMail)))
      .map((id) => ({ ...queuedMail, id: id as MailId, sentAt: null }))
  }

  /** Locks the user first, as inserting the mail's keys does and as deleting the user does. */
  byId(id: MailId): Outcome<QueuedMail | null> {
    const options = { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_WRITE } as const
    return this.#unit
      .ask(async (em) => {
        const owner = sql`select user_id from letters where id = ${id}`
        await sql`select from users where id = (${owner}) for key share`.execute(em.getKysely<unknown>())
        return em.findOne(QueuedMailRow, { id }, options)
      })
      .map((row) => (row === null ? null : queuedMailOf(row)))
  }

  markSent(id: MailId, now: Instant): Outcome<void> {
    return this.#unit
      .ask((em) => em.nativeUpdate(QueuedMailRow, { id }, { sentAt: new Date(now) }))
      .map(() => undefined)
  }
}
