import { err, ok } from 'neverthrow'
import { parseSecret } from '#domain/account/secret.ts'
import { isSessionExpired, type NotAuthenticated, renew, type Session } from '#domain/account/session.ts'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest } from '../shared/system.ts'
import type { SessionReader } from './ports.ts'

/** What authenticating a token needs. */
export type AuthenticateDependencies = {
  readonly sessionReader: SessionReader
  readonly unitOfWork: UnitOfWorkOn<'sessions'>
  readonly clock: Clock
  readonly digest: Digest
}

const refused = { type: 'NotAuthenticated' } as const

/** The session of a token. Using a session extends it; `onRenewed` is called when that is stored, at most once an hour. */
export const authenticate =
  (deps: AuthenticateDependencies) =>
  (token: string, onRenewed?: () => void): Outcome<Session, NotAuthenticated> =>
    outcomeOf(async () => {
      const secret = parseSecret(token)
      if (secret === null) return err(refused)
      const now = deps.clock.now()
      const digest = await deps.digest.secret(secret)
      if (digest.isErr()) return err(digest.error)
      const found = await deps.sessionReader.byDigest(digest.value)
      if (found.isErr()) return err(found.error)
      const session = found.value
      if (session === null || isSessionExpired(session, now)) return err(refused)
      const renewed = renew(session, now)
      if (renewed === null) return ok(session)
      const saved = await deps.unitOfWork.run(({ sessions }) => sessions.save(renewed))
      return saved.andTee(() => onRenewed?.()).map(() => renewed)
    })
