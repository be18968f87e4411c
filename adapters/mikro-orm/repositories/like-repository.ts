import { sql } from 'kysely'
import type { LikeRepository } from '#application/post/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Like } from '#domain/post/like.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import type { Unit } from '../transactions/unit.ts'

/** Likes in the table `likes`. Triggers keep the counters of the post and its author. */
export class MikroOrmLikeRepository implements LikeRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  has(post: PostId, user: UserId): Outcome<boolean> {
    return this.#unit.ask(async (em) => {
      const found = await sql`select 1 from likes where post_id = ${post} and user_id = ${user}`.execute(
        em.getKysely<unknown>(),
      )
      return found.rows.length > 0
    })
  }

  add({ postId, userId, likedAt }: Like): Outcome<void> {
    return this.#unit.ask(async (em) => {
      await sql`
        insert into likes (post_id, user_id, liked_at) values (${postId}, ${userId}, ${new Date(likedAt).toISOString()})
        on conflict (post_id, user_id) do nothing`.execute(em.getKysely<unknown>())
    })
  }

  remove(post: PostId, user: UserId): Outcome<void> {
    return this.#unit.ask(async (em) => {
      await sql`delete from likes where post_id = ${post} and user_id = ${user}`.execute(em.getKysely<unknown>())
    })
  }
}
