import type { SessionRepository } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { NewSession, Session } from '#domain/account/session.ts'
import type { SessionId, UserId } from '#domain/shared/id.ts'
import type { Unit } from '../transactions/unit.ts'
import { sessionColumns, sessionOf, SessionRow } from '../rows/user-rows.ts'

/** Sessions in the table `sessions`; deleted with their user. */
export class MikroOrmSessionRepository implements SessionRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add(session: NewSession): Outcome<Session> {
    return this.#unit
      .ask((em) => em.insert(SessionRow, sessionColumns(session)))
      .map((id) => ({ ...session, id: id as SessionId }))
  }

  byDigest(digest: SecretDigest): Outcome<Session | null> {
    return this.#unit
      .ask((em) => em.findOne(SessionRow, { digest }, { disableIdentityMap: true }))
      .map((row) => (row === null ? null : sessionOf(row)))
  }

  ofUser(id: UserId): Outcome<readonly Session[]> {
    const options = { disableIdentityMap: true, orderBy: { createdAt: 'desc', id: 'desc' } } as const
    return this.#unit.ask((em) => em.find(SessionRow, { userId: id }, options)).map((rows) => rows.map(sessionOf))
  }

  save(session: Session): Outcome<void> {
    return this.#unit
      .ask((em) => em.nativeUpdate(SessionRow, { id: session.id }, sessionColumns(session)))
      .map(() => undefined)
  }

  remove(digest: SecretDigest): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(SessionRow, { digest })).map(() => undefined)
  }

  removeOfUser(id: UserId, kept: SessionId | null): Outcome<void> {
    const others = { userId: id, ...(kept === null ? {} : { id: { $ne: kept } }) }
    return this.#unit.ask((em) => em.nativeDelete(SessionRow, others)).map(() => undefined)
  }
}
