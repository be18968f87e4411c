import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { MixRevision, PlayableRevision } from '#domain/mix/mix-revision.ts'
import { commentsIn, type Recipe } from '#domain/mix/recipe.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { measuredColumns, measuredIn } from './mix-rows.ts'

/** A withdrawn revision has no master. `stems` are the ids of the recipe's comments, to be found by. */
export const MixRevisionRow = defineEntity({
  name: 'MixRevisionRow',
  tableName: 'mix_revisions',
  properties: {
    postId: p.integer().primary(),
    revision: p.integer().primary(),
    stems: p.array(Number, String).columnType('int[]'),
    recipe: p.json<Recipe>(),
    recipeId: p.text().nullable(),
    requestedAt: p.datetime(),
    finishedAt: p.datetime(),
    masterPath: p.text().nullable(),
    masterLoudness: p.integer().nullable(),
    masterTruePeak: p.integer().nullable(),
    masterFrames: p.bigint('number').nullable(),
    masterGain: p.integer().nullable(),
    masterCeiling: p.integer().nullable(),
    credits: p.array(Number, String).columnType('int[]'),
  },
})
export type MixRevisionRow = InferEntity<typeof MixRevisionRow>

export const mixRevisionColumns = (revision: PlayableRevision): MixRevisionRow => ({
  postId: revision.postId,
  revision: revision.revision,
  stems: [...commentsIn(revision.recipe)],
  recipe: revision.recipe,
  recipeId: revision.recipeId,
  requestedAt: new Date(revision.requestedAt),
  finishedAt: new Date(revision.finishedAt),
  masterPath: revision.master,
  ...measuredColumns(revision.measured),
  credits: [...revision.credits],
})

export const mixRevisionOf = (row: MixRevisionRow): MixRevision => {
  const base = {
    postId: row.postId as PostId,
    revision: row.revision,
    recipe: row.recipe,
    recipeId: row.recipeId ?? null,
    requestedAt: instant(row.requestedAt.getTime()),
    finishedAt: instant(row.finishedAt.getTime()),
    measured: measuredIn(row),
    credits: row.credits as UserId[],
  }
  const { masterPath } = row
  return masterPath === null || masterPath === undefined
    ? { ...base, state: 'withdrawn' }
    : { ...base, state: 'playable', master: masterPath as MediaPath }
}
