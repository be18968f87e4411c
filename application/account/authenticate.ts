import { err, ok, safeTry } from 'neverthrow'
import { parseSecret } from '#domain/account/secret.ts'
import { isOver, renew, type Session } from '#domain/account/session.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest } from '../shared/world.ts'
import type { SessionReader } from './ports.ts'

/** No session is open under this token. */
export type NotAuthenticated = { readonly type: 'NotAuthenticated' }

/** What knowing a person by a token needs. */
export type AuthenticateAsks = {
  readonly sessionReader: SessionReader
  readonly unitOfWork: UnitOfWorkOn<'sessions'>
  readonly clock: Clock
  readonly digest: Digest
}

const refused = { type: 'NotAuthenticated' } as const

/** Whose token it is. Using a session renews it. */
export const authenticate =
  (asks: AuthenticateAsks) =>
  (rawToken: unknown): Outcome<Session, NotAuthenticated> =>
    safeTry(async function* () {
      const token = parseSecret(rawToken)
      if (token === null) return err(refused)
      const now = asks.clock.now()
      const session = yield* asks.sessionReader.byDigest(asks.digest.secret(token))
      if (session === null || isOver(session, now)) return err(refused)
      const renewed = renew(session, now)
      if (renewed !== null) yield* asks.unitOfWork.run(({ sessions }) => sessions.save(renewed))
      return ok(renewed ?? session)
    })
