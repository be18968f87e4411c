import type { MikroORM } from '@mikro-orm/postgresql'
import { type RawBuilder, sql } from 'kysely'
import type { MessageQueries, MessageView } from '#application/message/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type Page, pageOf, type PageRequest } from '#application/shared/page.ts'
import type { Box } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import { asking } from './database-error.ts'
import { byTime, msOf, pageSql } from './view-sql.ts'

type MessageViewRow = {
  readonly id: number
  readonly sender_id: number | null
  readonly recipient_id: number | null
  readonly content: string
  readonly read_ms: number | null
  readonly created_ms: number
}

const viewOf = (row: MessageViewRow): MessageView => ({
  id: row.id as MessageId,
  senderId: row.sender_id as UserId | null,
  recipientId: row.recipient_id as UserId | null,
  content: row.content,
  readAt: row.read_ms === null ? null : instant(row.read_ms),
  createdAt: instant(row.created_ms),
})

const COLUMNS = sql`
  m.id, m.sender_id, m.recipient_id, m.content, ${msOf('m.read_at')} as read_ms, ${msOf('m.created_at')} as created_ms`

/** In the order of the columns of the box's index. */
const IN_BOX: Readonly<Record<Box, (owner: UserId) => RawBuilder<unknown>>> = {
  inbox: (owner) => sql`m.recipient_id = ${owner} and m.in_inbox`,
  sent: (owner) => sql`m.sender_id = ${owner} and m.in_sent`,
}

/** Reads messages for screens, past every entity. */
export class MikroOrmMessageQueries implements MessageQueries {
  readonly #orm: MikroORM

  constructor(orm: MikroORM) {
    this.#orm = orm
  }

  list(box: Box, owner: UserId, request: PageRequest): Outcome<Page<MessageView>> {
    const page = pageSql(byTime('created_at'), 'm', request)
    const query = sql<MessageViewRow>`
      select ${COLUMNS} from messages m where ${IN_BOX[box](owner)} and ${page.within} ${page.order} ${page.limit}`
    return this.#rows(query).map((rows) =>
      pageOf(rows.map(viewOf), request, ({ createdAt, id }) => ({ key: createdAt, id })),
    )
  }

  byId(box: Box, owner: UserId, id: MessageId): Outcome<MessageView | null> {
    const query = sql<MessageViewRow>`select ${COLUMNS} from messages m where m.id = ${id} and ${IN_BOX[box](owner)}`
    return this.#rows(query).map(([row]) => (row === undefined ? null : viewOf(row)))
  }

  #rows(query: RawBuilder<MessageViewRow>): Outcome<readonly MessageViewRow[]> {
    return asking(() => query.execute(this.#orm.em.getKysely<unknown>())).map(({ rows }) => rows)
  }
}
