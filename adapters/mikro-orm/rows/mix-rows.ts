import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import { type MasterMeasurements, type Mix, type MixFailure, type Stage, stemsOf } from '#domain/mix/mix.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { PostId } from '#domain/shared/id.ts'
import { type Instant, instant } from '#domain/shared/instant.ts'

/**
 * The recipe is JSON in the mix's row, because it is always read and replaced as a whole, under the post's lock. `stems` are
 * the ids of its comments once more, for the queries that ask whether a comment is in the mix.
 */
export const MixRow = defineEntity({
  name: 'MixRow',
  tableName: 'mixes',
  properties: {
    postId: p.integer().primary(),
    revision: p.integer(),
    attempt: p.integer(),
    stems: p.array(Number, String).columnType('int[]'),
    recipe: p.json<Recipe>(),
    recipeId: p.text().nullable(),
    requestedAt: p.datetime(),
    state: p.text(),
    stage: p.text().nullable(),
    progress: p.float().nullable(),
    leaseUntil: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
    reason: p.text().nullable(),
    masterLoudness: p.integer().nullable(),
    masterTruePeak: p.integer().nullable(),
    masterFrames: p.bigint('number').nullable(),
    masterGain: p.integer().nullable(),
    masterCeiling: p.integer().nullable(),
  },
})
export type MixRow = InferEntity<typeof MixRow>

const NO_STATE_COLUMNS = {
  stage: null,
  progress: null,
  leaseUntil: null,
  finishedAt: null,
  reason: null,
  masterLoudness: null,
  masterTruePeak: null,
  masterFrames: null,
  masterGain: null,
  masterCeiling: null,
}

export const mixColumns = (mix: Mix): MixRow => ({
  postId: mix.postId,
  revision: mix.revision,
  attempt: mix.attempt,
  stems: [...stemsOf(mix)],
  recipe: mix.recipe,
  recipeId: mix.recipeId,
  requestedAt: new Date(mix.requestedAt),
  state: mix.state,
  ...NO_STATE_COLUMNS,
  ...columnsOfState(mix),
})

const columnsOfState = (mix: Mix): Partial<MixRow> => {
  switch (mix.state) {
    case 'requested':
      return {}
    case 'rendering':
      return { stage: mix.stage, progress: mix.progress, leaseUntil: new Date(mix.leaseUntil) }
    case 'rendered':
      return { finishedAt: new Date(mix.finishedAt), ...measuredColumns(mix.master) }
    case 'failed':
      return { finishedAt: new Date(mix.finishedAt), reason: mix.reason }
  }
}

type MeasuredColumns = Pick<
  MixRow,
  'masterLoudness' | 'masterTruePeak' | 'masterFrames' | 'masterGain' | 'masterCeiling'
>

/** What was measured of a master, for the row of a mix, a revision or a proposal. */
export const measuredColumns = (measured: MasterMeasurements | null): MeasuredColumns => ({
  masterLoudness: measured?.loudness ?? null,
  masterTruePeak: measured?.truePeak ?? null,
  masterFrames: measured?.frames ?? null,
  masterGain: measured?.limiter?.gain ?? null,
  masterCeiling: measured?.limiter?.ceiling ?? null,
})

/** The same, read from the row. */
export const measuredIn = ({
  masterLoudness,
  masterTruePeak,
  masterFrames,
  masterGain,
  masterCeiling,
}: MeasuredColumns): MasterMeasurements | null =>
  masterFrames === null || masterFrames === undefined
    ? null
    : {
        loudness: masterLoudness ?? null,
        truePeak: masterTruePeak ?? null,
        frames: masterFrames,
        limiter:
          masterGain === null || masterGain === undefined ? null : { gain: masterGain, ceiling: masterCeiling ?? null },
      }

export const mixOf = (row: MixRow): Mix => {
  const base = {
    postId: row.postId as PostId,
    revision: row.revision,
    attempt: row.attempt,
    recipe: row.recipe,
    recipeId: row.recipeId ?? null,
    requestedAt: instant(row.requestedAt.getTime()),
  }
  const state = row.state as Mix['state']
  switch (state) {
    case 'requested':
      return { ...base, state }
    case 'rendering':
      return {
        ...base,
        state,
        stage: row.stage as Stage,
        progress: row.progress ?? 0,
        leaseUntil: instantOf(row.leaseUntil),
      }
    case 'rendered':
      return { ...base, state, finishedAt: instantOf(row.finishedAt), master: measuredIn(row) }
    case 'failed':
      return { ...base, state, reason: row.reason as MixFailure, finishedAt: instantOf(row.finishedAt) }
  }
}

/** A table constraint guarantees the times that a state has. */
const instantOf = (date: Date | null | undefined): Instant => instant(date?.getTime() ?? Number.NaN)
