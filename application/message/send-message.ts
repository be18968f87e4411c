import { err, ok, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import { isProved } from '#domain/account/user.ts'
import type { IdempotencyKeyInUse, RunningRun } from '#domain/idempotency/run.ts'
import { goesToSomebodyElse, type MessageForm, type MessageToOneself, parseMessage } from '#domain/message/message.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { activeMaker } from '../shared/active-maker.ts'
import { finishRun } from '../shared/finish-run.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type UserNotFound, userNotFound } from '../shared/user-not-found.ts'
import type { Clock } from '../shared/world.ts'

/** What writing to somebody needs. */
export type SendMessageAsks = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'messages' | 'runs'>
  readonly clock: Clock
}

/** Somebody writes to somebody else. */
export type SendMessage = {
  readonly sender: UserId
  readonly form: MessageForm
  /** What is finished with it, where it is to be sent once. */
  readonly run?: RunningRun | null
}

/**
 * Sends a message. Nobody can write to who is still pending: that may be anybody's address. Who is suspended finds it once
 * staff lets them in again.
 */
export const sendMessage =
  (asks: SendMessageAsks) =>
  ({
    sender,
    form,
    run = null,
  }: SendMessage): Outcome<
    MessageId,
    InvalidFields | MessageToOneself | UserNotFound | NotAuthenticated | IdempotencyKeyInUse
  > =>
    safeTry(async function* () {
      const written = yield* parseMessage(form)
      const message = yield* goesToSomebodyElse({ ...written, senderId: sender, createdAt: asks.clock.now() })
      return asks.unitOfWork.run(({ users, messages, runs }) =>
        safeTry(async function* () {
          const { recipientId } = message
          yield* activeMaker({ users }, sender)
          const recipient = yield* users.byId(recipientId)
          if (recipient === null || !isProved(recipient)) return err(userNotFound(recipientId))
          const added = yield* messages.add(message)
          if (added === null) return err(userNotFound(recipientId))
          yield* finishRun({ runs }, run, added.id)
          return ok(added.id)
        }),
      )
    })
