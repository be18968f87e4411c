import { err, safeTry } from 'neverthrow'
import { type Mailbox, copyOf, withoutCopy } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type MessageNotFound, messageNotFound } from './message-not-found.ts'

/** Whose copy of a message is deleted. */
export type DeleteMessage = { readonly id: MessageId; readonly mailbox: Mailbox; readonly owner: UserId }

/** Deletes one's own copy; the other side keeps theirs. */
export const deleteMessage =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'messages'> }) =>
  ({ id, mailbox, owner }: DeleteMessage): Outcome<void, MessageNotFound> =>
    deps.unitOfWork.run(({ messages }) =>
      safeTry(async function* () {
        const message = copyOf(yield* messages.byId(id), mailbox, owner)
        if (message === null) return err(messageNotFound(id))
        const left = withoutCopy(message, mailbox)
        return left === null ? messages.remove(id) : messages.save(left)
      }),
    )
