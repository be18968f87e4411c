import { err, ok, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import { isVerified } from '#domain/account/user.ts'
import type { IdempotencyKeyInUse, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import { goesToSomebodyElse, type MessageForm, type MessageToOneself, parseMessage } from '#domain/message/message.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { activeAuthor } from '../account/active-author.ts'
import { finishIdempotentRequest } from '../idempotency/finish-idempotent-request.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type UserNotFound, userNotFound } from '../account/user-not-found.ts'
import type { Clock } from '../shared/system.ts'

/** What sending a message needs. */
export type SendMessageDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'messages' | 'idempotentRequests'>
  readonly clock: Clock
}

/** Somebody writes to somebody else. */
export type SendMessage = MessageForm & {
  readonly sender: UserId
  /** The idempotent request that sending it completes, if the client sent a key. */
  readonly idempotentRequest?: RunningRequest | null
}

/**
 * Sends a message. A pending user cannot be written to, because the address may belong to anybody. A suspended user
 * finds the message once they are readmitted.
 */
export const sendMessage =
  (deps: SendMessageDependencies) =>
  ({
    sender,
    idempotentRequest = null,
    ...form
  }: SendMessage): Outcome<
    MessageId,
    InvalidFields | MessageToOneself | UserNotFound | NotAuthenticated | IdempotencyKeyInUse
  > =>
    safeTry(async function* () {
      const written = yield* parseMessage(form)
      const message = yield* goesToSomebodyElse({ ...written, senderId: sender, createdAt: deps.clock.now() })
      return deps.unitOfWork.run(({ users, messages, idempotentRequests }) =>
        safeTry(async function* () {
          const { recipientId } = message
          yield* activeAuthor({ users }, sender)
          const recipient = yield* users.byId(recipientId)
          if (recipient === null || !isVerified(recipient)) return err(userNotFound(recipientId))
          const added = yield* messages.add(message)
          if (added === null) return err(userNotFound(recipientId))
          yield* finishIdempotentRequest({ idempotentRequests }, idempotentRequest, added.id)
          return ok(added.id)
        }),
      )
    })
