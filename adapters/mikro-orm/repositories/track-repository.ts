import { sql } from 'kysely'
import type { Outcome } from '#application/shared/outcome.ts'
import type { TrackOf, TrackRepository } from '#application/track/ports.ts'
import type { Unit } from '../transactions/unit.ts'

/** Tracks in the rows of their posts and comments. */
export class MikroOrmTrackRepository implements TrackRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  processing(limit: number): Outcome<readonly TrackOf[]> {
    return this.#unit.ask(async (em) => {
      const waiting = await sql<TrackOf>`
        (select id as "postId", null::int as "commentId" from posts
          where track_ingest @> '{"status":"processing"}' order by id limit ${limit})
        union all
        (select post_id as "postId", id as "commentId" from comments
          where track_ingest @> '{"status":"processing"}' order by id limit ${limit})
        limit ${limit}`.execute(em.getKysely<unknown>())
      return waiting.rows
    })
  }
}
