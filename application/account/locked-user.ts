import { ok, safeTry } from 'neverthrow'
import type { User } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'

/** The user, read after its address was locked; `null` if there is none. */
export const lockedUser = ({ users }: Pick<Transaction, 'users'>, id: UserId): Outcome<User | null> =>
  safeTry(async function* () {
    const found = yield* users.byId(id)
    if (found === null) return ok(null)
    return users.ofAddress(found.email).map((all) => all.find((user) => user.id === id) ?? null)
  })
