import { sql, type Transaction } from 'kysely'
import type { UserId } from '#domain/shared/id.ts'
import { SERIALIZATION_FAILURE } from '../database-error.ts'

type Row = { readonly id: number }
type Ask = Transaction<unknown>

const posts = (user: UserId) => sql`
  select id from posts where author_id = ${user}
  union select post_id from comments where author_id = ${user}
  union select post_id from likes where user_id = ${user}`

/** Whoever shares the address too: they are locked together whenever it is. */
const neighbours = (user: UserId) => sql`
  select id from users where email = (select email from users where id = ${user})
  union select followed_id from follows where follower_id = ${user}
  union select follower_id from follows where followed_id = ${user}
  union select p.author_id from likes l join posts p on p.id = l.post_id where l.user_id = ${user}`

/** Something came while the locks were waited for; begun anew, the unit finds it. */
class Overtaken extends Error {
  readonly code = SERIALIZATION_FAILURE
}

const idsOf = async (asked: { execute(on: Ask): Promise<{ readonly rows: readonly Row[] }> }, on: Ask) =>
  new Set((await asked.execute(on)).rows.map(({ id }) => id))

/**
 * Posts first, then users, both in order of id, as everybody locks them who locks more than one. Once all of that is
 * locked nothing can come to it; what came in the meantime is not locked out of turn, which might be waited for in a
 * circle, but sends the unit back to its beginning.
 */
export const lockWithRelations = async (on: Ask, user: UserId): Promise<void> => {
  const lockedPosts = await idsOf(
    sql<Row>`select id from posts where id in (${posts(user)}) order by id for update`,
    on,
  )
  const lockedUsers = await idsOf(
    sql<Row>`select id from users where id in (${neighbours(user)}) order by id for no key update`,
    on,
  )
  // From here on no row can name the user.
  await sql`select id from users where id = ${user} for update`.execute(on)
  const now = [await idsOf(sql<Row>`${posts(user)}`, on), await idsOf(sql<Row>`${neighbours(user)}`, on)] as const
  const isLocked = [...now[0]].every((id) => lockedPosts.has(id)) && [...now[1]].every((id) => lockedUsers.has(id))
  if (!isLocked) throw new Overtaken('somebody came in between')
}
