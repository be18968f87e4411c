import { sql } from 'kysely'
import type { MixRevisionRepository } from '#application/mix/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { MixRevision, PlayableRevision } from '#domain/mix/mix-revision.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { mixRevisionColumns, mixRevisionOf, MixRevisionRow } from '../rows/mix-revision-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Revisions in the table `mix_revisions`. */
export class MikroOrmMixRevisionRepository implements MixRevisionRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add(revision: PlayableRevision): Outcome<void> {
    return this.#unit.ask((em) => em.insert(MixRevisionRow, mixRevisionColumns(revision))).map(() => undefined)
  }

  byNumber(postId: PostId, revision: number): Outcome<MixRevision | null> {
    return this.#unit
      .ask((em) => em.findOne(MixRevisionRow, { postId, revision }, { disableIdentityMap: true }))
      .map((row) => (row === null ? null : mixRevisionOf(row)))
  }

  byRecipeId(postId: PostId, recipeId: string): Outcome<PlayableRevision | null> {
    const options = { disableIdentityMap: true, orderBy: { revision: 'desc' } } as const
    return this.#unit
      .ask((em) => em.findOne(MixRevisionRow, { postId, recipeId, masterPath: { $ne: null } }, options))
      .map((row) => {
        const found = row === null ? null : mixRevisionOf(row)
        return found?.state === 'playable' ? found : null
      })
  }

  hasMaster(postId: PostId, masterPath: MediaPath): Outcome<boolean> {
    return this.#unit.ask((em) => em.count(MixRevisionRow, { postId, masterPath })).map((count) => count > 0)
  }

  withdraw(postId: PostId, comments: readonly CommentId[]): Outcome<readonly MediaPath[]> {
    return this.#unit.ask(async (em) => {
      const { rows } = await sql<{ master_path: MediaPath }>`
        with gone as (
          select post_id, revision, master_path from mix_revisions
          where post_id = ${postId} and master_path is not null and stems && ${[...comments]}::int[]
        )
        update mix_revisions r set master_path = null from gone
        where r.post_id = gone.post_id and r.revision = gone.revision
        returning gone.master_path`.execute(em.getKysely<unknown>())
      return [...new Set(rows.map((row) => row.master_path))]
    })
  }
}
