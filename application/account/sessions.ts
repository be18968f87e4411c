import { err, ok, safeTry } from 'neverthrow'
import { isOver, type Session } from '#domain/account/session.ts'
import type { SessionId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/world.ts'

/** No open session of this user has the id. */
export type SessionNotFound = { readonly type: 'SessionNotFound'; readonly id: SessionId }

/** A session as its owner sees it. */
export type SessionView = Omit<Session, 'digest' | 'userId'>

type Asks = { readonly unitOfWork: UnitOfWorkOn<'sessions'>; readonly clock: Clock }

/** The open sessions of a user, newest first. */
export const listSessions =
  (asks: Asks) =>
  (userId: UserId): Outcome<readonly SessionView[]> =>
    asks.unitOfWork.run(({ sessions }) =>
      sessions
        .ofUser(userId)
        .map((all) =>
          all
            .filter((session) => !isOver(session, asks.clock.now()))
            .map(({ digest: _digest, userId: _userId, ...view }) => view),
        ),
    )

/** Ends one of a user's sessions. */
export const endSession =
  (asks: Asks) =>
  (userId: UserId, id: SessionId): Outcome<void, SessionNotFound> =>
    asks.unitOfWork.run(({ sessions }) =>
      safeTry(async function* () {
        const session = (yield* sessions.ofUser(userId)).find((one) => one.id === id)
        if (session === undefined) return err({ type: 'SessionNotFound', id } as const)
        yield* sessions.remove(session.digest)
        return ok()
      }),
    )
