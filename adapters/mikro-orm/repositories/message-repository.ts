import { LockMode } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { MessageRepository } from '#application/message/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type Message, type NewMessage, sent } from '#domain/message/message.ts'
import type { MessageId } from '#domain/shared/id.ts'
import { mutableColumns, messageOf, MessageRow } from '../rows/message-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Messages in the table `messages`. A trigger removes a message when neither side has a copy any more. */
export class MikroOrmMessageRepository implements MessageRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  /** Locks the recipient until the row is inserted, and so waits for a concurrent deletion of that account. */
  add(message: NewMessage): Outcome<Message | null> {
    const { senderId, recipientId, content, createdAt } = message
    return this.#unit.ask(async (em) => {
      const added = await sql<{ id: number }>`
        insert into messages (sender_id, recipient_id, content, created_at)
        select ${senderId}::int, id, ${content}, ${new Date(createdAt).toISOString()}::timestamptz
        from users where id = ${recipientId} for key share
        returning id`.execute(em.getKysely<unknown>())
      const [row] = added.rows
      return row === undefined ? null : sent(message, row.id as MessageId)
    })
  }

  byId(id: MessageId): Outcome<Message | null> {
    const options = { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_WRITE } as const
    return this.#unit
      .ask((em) => em.findOne(MessageRow, { id }, options))
      .map((row) => (row === null ? null : messageOf(row)))
  }

  save(message: Message): Outcome<void> {
    return this.#unit
      .ask((em) => em.nativeUpdate(MessageRow, { id: message.id }, mutableColumns(message)))
      .map(() => undefined)
  }

  remove(id: MessageId): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(MessageRow, { id })).map(() => undefined)
  }
}
