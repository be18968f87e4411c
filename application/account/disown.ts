import { ok, safeTry } from 'neverthrow'
import type { ActivationKey, Purpose } from '#domain/account/activation-key.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest, Language } from '../shared/world.ts'
import { digestOf, type KeyRefusal, livingKey } from './keys.ts'
import { lockedUser } from './locked-user.ts'
import { orderLetter } from './order-letter.ts'

/** What "this was not me" can be said of. */
export type Disowned = Extract<Purpose, `disown-${string}`>

const DISOWNED: readonly Disowned[] = ['disown-sign-up', 'disown-change', 'disown-reset', 'disown-new-password']

type Reach = 'users' | 'activationKeys' | 'pendingChanges' | 'sessions' | 'letters' | 'jobs'

/** What undoing asks. */
export type DisownAsks = { readonly unitOfWork: UnitOfWorkOn<Reach>; readonly clock: Clock; readonly digest: Digest }

const undo = (
  { users, sessions, pendingChanges, activationKeys, ...rest }: Pick<Transaction, Reach>,
  { userId, purpose }: ActivationKey,
  order: { readonly language: Language; readonly now: ReturnType<Clock['now']> },
): Outcome<void> =>
  safeTry(async function* () {
    // Locked, so that no login with the disowned password slips in between the end of the sessions and of the password.
    const user = yield* lockedUser({ users }, userId)
    if (user === null) return ok()
    yield* activationKeys.removeOfUser(userId)
    yield* pendingChanges.removeOfUser(userId)
    if (purpose === 'disown-sign-up') return user.state === 'pending' ? users.remove([userId]) : ok()
    if (purpose === 'disown-reset') return ok()
    yield* sessions.removeOfUser(userId, null)
    if (purpose === 'disown-change') return ok()
    yield* users.setPassword(userId, null)
    return orderLetter(rest, { kind: 'reset-password', userId, ...order })
  })

const whichKey = (asks: DisownAsks, transaction: Pick<Transaction, Reach>, digest: SecretDigest) =>
  livingKey(transaction, digest, DISOWNED, asks.clock.now())

/** What the page behind "this was not me" asks about; nothing changes. */
export const showDisowning =
  (asks: DisownAsks) =>
  (rawKey: unknown): Outcome<Disowned, KeyRefusal> =>
    digestOf(asks.digest, rawKey).asyncAndThen((digest) =>
      asks.unitOfWork.run((transaction) =>
        whichKey(asks, transaction, digest).map(({ purpose }) => purpose as Disowned),
      ),
    )

/**
 * Undoes what the mail told of, as far as it can be: a pending sign-up goes; a waiting password goes, and with it every
 * session, one of which asked for it; a reset's links open nothing; a new password opens nothing, every session ends, and
 * a link for another password goes out.
 */
export const disown =
  (asks: DisownAsks) =>
  (rawKey: unknown, language: Language): Outcome<Disowned, KeyRefusal> =>
    digestOf(asks.digest, rawKey).asyncAndThen((digest) =>
      asks.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const key = yield* whichKey(asks, transaction, digest)
          yield* undo(transaction, key, { language, now: asks.clock.now() })
          return ok(key.purpose as Disowned)
        }),
      ),
    )
