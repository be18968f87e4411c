import { ok, safeTry } from 'neverthrow'
import type { PasswordHash } from '#domain/account/password.ts'
import type { ProvedUser } from '#domain/account/user.ts'
import type { SessionId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import type { Language } from '../shared/world.ts'
import { orderLetter } from './order-letter.ts'

/** What goes with a password. */
export type ReplacePasswordReach = Pick<
  Transaction,
  'users' | 'activationKeys' | 'pendingChanges' | 'sessions' | 'letters' | 'jobs'
>

/** A password in place of another, and the session that outlives it. */
export type Replacement = {
  readonly user: ProvedUser
  readonly passwordHash: PasswordHash
  readonly kept: SessionId | null
  readonly language: Language
  readonly now: Instant
}

/** The new password ends every other session, every key and every change that waits, and is told by mail. */
export const replacePassword = (
  reach: ReplacePasswordReach,
  { user, passwordHash, kept, language, now }: Replacement,
): Outcome<void> =>
  safeTry(async function* () {
    yield* reach.users.setPassword(user.id, passwordHash)
    yield* reach.sessions.removeOfUser(user.id, kept)
    yield* reach.pendingChanges.removeOfUser(user.id)
    yield* reach.activationKeys.removeOfUser(user.id)
    yield* orderLetter(reach, { kind: 'password-changed', userId: user.id, language, now })
    return ok()
  })
