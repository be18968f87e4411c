import { err, ok, safeTry } from 'neverthrow'
import { openSession } from '#domain/account/session.ts'
import { SECRET_BYTES, type Secret, secretOf } from '#domain/account/secret.ts'
import { type AccountSuspended, withLastLogin, type VerifiedUser } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import type { Caller } from './caller.ts'
import type { Chance, Clock, Digest } from '../shared/system.ts'

/** A new session. The token is returned only here. */
export type LoggedIn = { readonly userId: UserId; readonly token: Secret }

/** What opening a session needs. */
export type BeginSessionDependencies = { readonly clock: Clock; readonly chance: Chance; readonly digest: Digest }

/** Opens a session for a user whose identity was proved. Sessions that are already open stay open. */
export const beginSession = (
  deps: BeginSessionDependencies,
  { users, sessions }: Pick<Transaction, 'users' | 'sessions'>,
  user: VerifiedUser,
  { device }: Caller,
): Outcome<LoggedIn, AccountSuspended> =>
  safeTry(async function* () {
    if (user.state === 'suspended') return err({ type: 'AccountSuspended' } as const)
    const now = deps.clock.now()
    const token = secretOf(deps.chance.bytes(SECRET_BYTES))
    const digest = yield* deps.digest.secret(token)
    yield* sessions.add(openSession({ userId: user.id, device, now, digest }))
    yield* users.touch(withLastLogin(user, now))
    return ok({ userId: user.id, token })
  })
