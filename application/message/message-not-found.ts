import type { MessageId } from '#domain/shared/id.ts'

/** The user has no message with this id in the mailbox. Whether somebody else has one is not revealed. */
export type MessageNotFound = { readonly type: 'MessageNotFound'; readonly id: MessageId }

/** The refusal for this id. */
export const messageNotFound = (id: MessageId): MessageNotFound => ({ type: 'MessageNotFound', id })
