import { sql } from 'kysely'
import type { FollowRepository } from '#application/follow/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Follow } from '#domain/follow/follow.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Unit } from '../transactions/unit.ts'

/** Follows in the table `follows`. Triggers keep the counters of both users. */
export class MikroOrmFollowRepository implements FollowRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  has(follower: UserId, followed: UserId): Outcome<boolean> {
    return this.#unit.ask(async (em) => {
      const found = await sql`
        select 1 from follows where follower_id = ${follower} and followed_id = ${followed}`.execute(
        em.getKysely<unknown>(),
      )
      return found.rows.length > 0
    })
  }

  add({ followerId, followedId, followedAt }: Follow): Outcome<void> {
    return this.#unit.ask(async (em) => {
      await sql`
        insert into follows (follower_id, followed_id, followed_at)
        values (${followerId}, ${followedId}, ${new Date(followedAt).toISOString()})
        on conflict (follower_id, followed_id) do nothing`.execute(em.getKysely<unknown>())
    })
  }

  remove(follower: UserId, followed: UserId): Outcome<void> {
    return this.#unit.ask(async (em) => {
      await sql`delete from follows where follower_id = ${follower} and followed_id = ${followed}`.execute(
        em.getKysely<unknown>(),
      )
    })
  }
}
