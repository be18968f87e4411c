import { err, ok, safeTry } from 'neverthrow'
import { type Mailbox, copyOf, opened } from '#domain/message/message.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Cursor, type Page, parsePageSize } from '../shared/page.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'
import { type MessageNotFound, messageNotFound } from './message-not-found.ts'
import { type MessageQueries, type MessageView, messageView } from './ports.ts'

type Dependencies = { readonly messageQueries: MessageQueries }

/** A page of a mailbox, newest first. */
export const listMessages =
  (deps: Dependencies) =>
  (
    { mailbox, owner }: { readonly mailbox: Mailbox; readonly owner: UserId },
    form: { readonly pageSize?: number } = {},
    cursor: Cursor | null = null,
  ): Outcome<Page<MessageView>, InvalidFields> =>
    parseForm({ pageSize: parsePageSize(form.pageSize) }).asyncAndThen(({ pageSize: size }) =>
      deps.messageQueries.list(mailbox, owner, { size, cursor }),
    )

/** A message in one's own mailbox. Does not mark it as read. */
export const viewMessage =
  (deps: Dependencies) =>
  ({
    id,
    mailbox,
    owner,
  }: {
    readonly id: MessageId
    readonly mailbox: Mailbox
    readonly owner: UserId
  }): Outcome<MessageView, MessageNotFound> =>
    deps.messageQueries
      .byId(mailbox, owner, id)
      .andThen((message) => (message === null ? err(messageNotFound(id)) : ok(message)))

/** Opens a message in one's inbox and marks it as read. */
export const openMessage =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'messages'>; readonly clock: Clock }) =>
  ({ id, reader }: { readonly id: MessageId; readonly reader: UserId }): Outcome<MessageView, MessageNotFound> =>
    deps.unitOfWork.run(({ messages }) =>
      safeTry(async function* () {
        const message = copyOf(yield* messages.byId(id), 'inbox', reader)
        if (message === null) return err(messageNotFound(id))
        const read = opened(message, deps.clock.now())
        if (message.readAt === null) yield* messages.save(read)
        return ok(messageView(read))
      }),
    )
