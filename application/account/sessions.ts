import { err, ok, safeTry } from 'neverthrow'
import { isSessionExpired, type Session } from '#domain/account/session.ts'
import type { SessionId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/** The user has no open session with this id. */
export type SessionNotFound = { readonly type: 'SessionNotFound'; readonly id: SessionId }

/** A session as its owner sees it. */
export type SessionView = Omit<Session, 'digest' | 'userId'>

type Dependencies = { readonly unitOfWork: UnitOfWorkOn<'sessions'>; readonly clock: Clock }

/** The open sessions of a user, newest first. */
export const listSessions =
  (deps: Dependencies) =>
  (userId: UserId): Outcome<readonly SessionView[]> =>
    deps.unitOfWork.run(({ sessions }) =>
      sessions
        .ofUser(userId)
        .map((all) =>
          all
            .filter((session) => !isSessionExpired(session, deps.clock.now()))
            .map(({ digest: _digest, userId: _userId, ...view }) => view),
        ),
    )

/** Ends one of a user's sessions. */
export const endSession =
  (deps: Dependencies) =>
  (userId: UserId, id: SessionId): Outcome<void, SessionNotFound> =>
    deps.unitOfWork.run(({ sessions }) =>
      safeTry(async function* () {
        const session = (yield* sessions.ofUser(userId)).find((one) => one.id === id)
        if (session === undefined) return err({ type: 'SessionNotFound', id } as const)
        yield* sessions.remove(session.digest)
        return ok()
      }),
    )
