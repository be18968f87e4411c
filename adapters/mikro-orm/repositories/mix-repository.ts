import { sql } from 'kysely'
import { eventOf, type MixRepository } from '#application/mix/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Mix } from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { notifying } from '../events/mix-events.ts'
import { mixColumns, mixOf, MixRow } from '../rows/mix-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Mixes in the table `mixes`, one row per post. */
export class MikroOrmMixRepository implements MixRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  ofPost(postId: PostId): Outcome<Mix | null> {
    return this.#unit
      .ask((em) => em.findOne(MixRow, { postId }, { disableIdentityMap: true }))
      .map((row) => (row === null ? null : mixOf(row)))
  }

  save(mix: Mix): Outcome<void> {
    return this.#unit
      .ask(async (em) => {
        await em.createQueryBuilder(MixRow).insert(mixColumns(mix)).onConflict('postId').merge().execute()
        // PostgreSQL delivers it when the transaction commits, and never if it does not.
        await notifying(eventOf(mix)).execute(em.getKysely<unknown>())
      })
      .map(() => undefined)
  }

  /** Oldest request first, even if a worker has already tried it. */
  waiting(now: Instant, limit: number): Outcome<readonly PostId[]> {
    return this.#unit.ask(async (em) => {
      const waiting = await sql<{ post_id: PostId }>`
        select post_id from mixes
        where state in ('requested', 'rendering') and (state = 'requested' or lease_until <= ${new Date(now).toISOString()})
        order by requested_at, post_id limit ${limit}`.execute(em.getKysely<unknown>())
      return waiting.rows.map((row) => row.post_id)
    })
  }
}
