import type { Session } from '#domain/account/session.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'

/** Ends this session. The user's other sessions stay open. */
export const logOut =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'sessions'> }) =>
  (session: Pick<Session, 'digest'>): Outcome<void> =>
    deps.unitOfWork.run(({ sessions }) => sessions.remove(session.digest))
