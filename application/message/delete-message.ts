import { err, safeTry } from 'neverthrow'
import { type Box, copyOf, withoutCopy } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type MessageNotFound, messageNotFound } from './message-not-found.ts'

/** Somebody deletes the copy in one of their boxes. */
export type DeleteMessage = { readonly id: MessageId; readonly box: Box; readonly owner: UserId }

/** Takes one's own copy away; the other side keeps theirs. */
export const deleteMessage =
  (asks: { readonly unitOfWork: UnitOfWorkOn<'messages'> }) =>
  ({ id, box, owner }: DeleteMessage): Outcome<void, MessageNotFound> =>
    asks.unitOfWork.run(({ messages }) =>
      safeTry(async function* () {
        const message = copyOf(yield* messages.byId(id), box, owner)
        if (message === null) return err(messageNotFound(id))
        const left = withoutCopy(message, box)
        return left === null ? messages.remove(id) : messages.save(left)
      }),
    )
