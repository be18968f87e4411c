import { sql, type Transaction } from 'kysely'
import type { UserId } from '#domain/shared/id.ts'
import { SERIALIZATION_FAILURE } from '../database-error.ts'

type Row = { readonly id: number }
type SqlTransaction = Transaction<unknown>

const relatedPosts = (user: UserId) => sql`
  select id from posts where author_id = ${user}
  union select post_id from comments where author_id = ${user}
  union select post_id from likes where user_id = ${user}
  union select post_id from mix_proposals where proposed_by = ${user}`

/** Includes users with the same address, because they are always locked together. */
const relatedUsers = (user: UserId) => sql`
  select id from users where email = (select email from users where id = ${user})
  union select followed_id from follows where follower_id = ${user}
  union select follower_id from follows where followed_id = ${user}
  union select p.author_id from likes l join posts p on p.id = l.post_id where l.user_id = ${user}`

/** Related rows were added while we waited for the locks; the unit of work is retried. */
class RelationsChanged extends Error {
  readonly code = SERIALIZATION_FAILURE
}

const idsOf = async (
  query: { execute(transaction: SqlTransaction): Promise<{ readonly rows: readonly Row[] }> },
  transaction: SqlTransaction,
) => new Set((await query.execute(transaction)).rows.map(({ id }) => id))

/**
 * Locks posts first, then users, each in order of id, as all code does that locks more than one row. Once they are all
 * locked, no relations can be added. Rows that were added while we waited are not locked out of order, which could
 * deadlock; instead the unit of work is retried.
 */
export const lockWithRelations = async (transaction: SqlTransaction, user: UserId): Promise<void> => {
  const lockedPosts = await idsOf(
    sql<Row>`select id from posts where id in (${relatedPosts(user)}) order by id for update`,
    transaction,
  )
  const lockedUsers = await idsOf(
    sql<Row>`select id from users where id in (${relatedUsers(user)}) order by id for no key update`,
    transaction,
  )
  // From here on no new row can refer to the user.
  await sql`select id from users where id = ${user} for update`.execute(transaction)
  const postsNow = await idsOf(sql<Row>`${relatedPosts(user)}`, transaction)
  const usersNow = await idsOf(sql<Row>`${relatedUsers(user)}`, transaction)
  const areLocked = [...postsNow].every((id) => lockedPosts.has(id)) && [...usersNow].every((id) => lockedUsers.has(id))
  if (!areLocked) throw new RelationsChanged('related rows were added while the locks were acquired')
}
