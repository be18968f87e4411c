import type { NotAuthenticated } from '#domain/account/session.ts'
import { type ActiveUser, onlyAnActiveUserMayCreate } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'

/** The author of what is being created, locked inside the transaction that saves it. */
export const activeAuthor = (
  { users }: Pick<Transaction, 'users'>,
  id: UserId,
): Outcome<ActiveUser, NotAuthenticated> => users.lock([id]).andThen(([author]) => onlyAnActiveUserMayCreate(author))
