import { type RawBuilder, sql } from 'kysely'
import type { MessageQueries, MessageView } from '#application/message/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type Page, pageOf, type PageRequest } from '#application/shared/page.ts'
import type { Mailbox } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import { byShape, parameter, type Reads } from './reads.ts'
import { byTime, msOf, type PageShape, pageShape, pageSql, pageValues } from './view-sql.ts'

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

/** In the column order of the mailbox's index. */
const IN_MAILBOX: Readonly<Record<Mailbox, RawBuilder<unknown>>> = {
  inbox: sql`m.recipient_id = ${parameter('owner')} and m.in_inbox`,
  sent: sql`m.sender_id = ${parameter('owner')} and m.in_sent`,
}

const NEWEST = byTime('created_at')

const LIST = byShape(({ mailbox, page: shape }: { readonly mailbox: Mailbox; readonly page: PageShape }) => {
  const page = pageSql(NEWEST, 'm', shape)
  return sql<MessageViewRow>`
    select ${COLUMNS} from messages m where ${IN_MAILBOX[mailbox]} and ${page.cursorCondition} ${page.order} ${page.limit}`
})

const BY_ID = byShape(
  ({ mailbox }: { readonly mailbox: Mailbox }) =>
    sql<MessageViewRow>`select ${COLUMNS} from messages m where m.id = ${parameter('id')} and ${IN_MAILBOX[mailbox]}`,
)

/** Reads messages for screens with plain SQL, without building entities. */
export class MikroOrmMessageQueries implements MessageQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  list(mailbox: Mailbox, owner: UserId, request: PageRequest): Outcome<Page<MessageView>> {
    const query = LIST({ mailbox, page: pageShape(request) })
    return this.#reads.read(query, { owner, ...pageValues(NEWEST, request) }, (rows) =>
      pageOf(rows.map(viewOf), request, ({ createdAt, id }) => ({ key: createdAt, id })),
    )
  }

  byId(mailbox: Mailbox, owner: UserId, id: MessageId): Outcome<MessageView | null> {
    return this.#reads.read(BY_ID({ mailbox }), { owner, id }, ([row]) => (row === undefined ? null : viewOf(row)))
  }
}
