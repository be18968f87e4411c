import type { MessageId } from '#domain/shared/id.ts'

/** The person has no message of this id in the box; whether anybody has is nobody else's business. */
export type MessageNotFound = { readonly type: 'MessageNotFound'; readonly id: MessageId }

/** The refusal that names it. */
export const messageNotFound = (id: MessageId): MessageNotFound => ({ type: 'MessageNotFound', id })
