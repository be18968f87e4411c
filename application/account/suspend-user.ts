import { err, ok, safeTry } from 'neverthrow'
import { type NotStaff, onlyStaff, type StaffProtected } from '#domain/account/staff.ts'
import { readmit, suspend } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'
import { lockedUser } from './locked-user.ts'
import { type UserNotFound, userNotFound } from './user-not-found.ts'

/** What suspending a user needs. */
export type SuspendDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'sessions' | 'activationKeys' | 'pendingChanges' | 'audit'>
  readonly clock: Clock
}

/** Whom a staff member suspends or readmits. */
export type Suspension = { readonly staff: UserId; readonly id: UserId }

/** Suspends a user: every session ends, and no login, link or provider opens the account until staff readmits it. */
export const suspendUser =
  (deps: SuspendDependencies) =>
  ({ staff, id }: Suspension): Outcome<void, NotStaff | StaffProtected | UserNotFound> =>
    deps.unitOfWork.run(({ users, sessions, activationKeys, pendingChanges, audit }) =>
      safeTry(async function* () {
        yield* onlyStaff(yield* users.byId(staff))
        const user = yield* lockedUser({ users }, id)
        if (user === null || user.state === 'pending') return err(userNotFound(id))
        if (user.state === 'suspended') return ok()
        if (user.isStaff) return err({ type: 'StaffProtected', userId: id } as const)
        const now = deps.clock.now()
        yield* users.setState(suspend(user, now))
        yield* sessions.removeOfUser(id, null)
        yield* activationKeys.removeOfUser(id)
        yield* pendingChanges.removeOfUser(id)
        yield* audit.add({ staffId: staff, at: now, action: 'suspend-user', subject: id })
        return ok()
      }),
    )

/** Readmits a suspended user. */
export const readmitUser =
  (deps: SuspendDependencies) =>
  ({ staff, id }: Suspension): Outcome<void, NotStaff | UserNotFound> =>
    deps.unitOfWork.run(({ users, audit }) =>
      safeTry(async function* () {
        yield* onlyStaff(yield* users.byId(staff))
        const user = yield* lockedUser({ users }, id)
        if (user === null || user.state === 'pending') return err(userNotFound(id))
        if (user.state === 'active') return ok()
        yield* users.setState(readmit(user))
        yield* audit.add({ staffId: staff, at: deps.clock.now(), action: 'readmit-user', subject: id })
        return ok()
      }),
    )
