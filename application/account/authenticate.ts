import { err, ok } from 'neverthrow'
import { parseSecret } from '#domain/account/secret.ts'
import { isOver, type NotAuthenticated, renew, type Session } from '#domain/account/session.ts'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest } from '../shared/world.ts'
import type { SessionReader } from './ports.ts'

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
    outcomeOf(async () => {
      const token = parseSecret(rawToken)
      if (token === null) return err(refused)
      const now = asks.clock.now()
      const found = await asks.sessionReader.byDigest(asks.digest.secret(token))
      if (found.isErr()) return err(found.error)
      const session = found.value
      if (session === null || isOver(session, now)) return err(refused)
      const renewed = renew(session, now)
      if (renewed === null) return ok(session)
      const saved = await asks.unitOfWork.run(({ sessions }) => sessions.save(renewed))
      return saved.map(() => renewed)
    })
