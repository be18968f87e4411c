import { ok, safeTry } from 'neverthrow'
import type { PasswordHash } from '#domain/account/password.ts'
import type { VerifiedUser } from '#domain/account/user.ts'
import type { SessionId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import type { Language } from '../shared/system.ts'
import { queueMail } from './queue-mail.ts'

/** The repositories that replacing a password touches. */
export type ReplacePasswordRepositories = Pick<
  Transaction,
  'users' | 'activationKeys' | 'pendingChanges' | 'sessions' | 'queuedMails' | 'jobs'
>

/** A new password, and the session that stays open. */
export type Replacement = {
  readonly user: VerifiedUser
  readonly passwordHash: PasswordHash
  readonly kept: SessionId | null
  readonly language: Language
  readonly now: Instant
}

/** Replaces the password, ends every other session, removes keys and pending changes, and tells the user by mail. */
export const replacePassword = (
  repositories: ReplacePasswordRepositories,
  { user, passwordHash, kept, language, now }: Replacement,
): Outcome<void> =>
  safeTry(async function* () {
    yield* repositories.users.setPassword(user.id, passwordHash)
    yield* repositories.sessions.removeOfUser(user.id, kept)
    yield* repositories.pendingChanges.removeOfUser(user.id)
    yield* repositories.activationKeys.removeOfUser(user.id)
    yield* queueMail(repositories, { kind: 'password-changed', userId: user.id, language, now })
    return ok()
  })
