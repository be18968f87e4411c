import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { Mix, MixFailure, Stage } from '#domain/mix/mix.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import { type Instant, instant } from '#domain/shared/instant.ts'

/**
 * Stems are an array in the mix's row, because they are always read and replaced together, in order, at most 32, under
 * the post's lock. A table would cost a delete and an insert per request and a join per view, and hold no more data.
 */
export const MixRow = defineEntity({
  name: 'MixRow',
  tableName: 'mixes',
  properties: {
    postId: p.integer().primary(),
    revision: p.integer(),
    attempt: p.integer(),
    stems: p.array(Number, String).columnType('int[]'),
    requestedAt: p.datetime(),
    state: p.text(),
    stage: p.text().nullable(),
    progress: p.float().nullable(),
    leaseUntil: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
    reason: p.text().nullable(),
  },
})
export type MixRow = InferEntity<typeof MixRow>

const NO_STATE_COLUMNS = { stage: null, progress: null, leaseUntil: null, finishedAt: null, reason: null }

export const mixColumns = (mix: Mix): MixRow => ({
  postId: mix.postId,
  revision: mix.revision,
  attempt: mix.attempt,
  stems: [...mix.stems],
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
      return { finishedAt: new Date(mix.finishedAt) }
    case 'failed':
      return { finishedAt: new Date(mix.finishedAt), reason: mix.reason }
  }
}

export const mixOf = (row: MixRow): Mix => {
  const base = {
    postId: row.postId as PostId,
    revision: row.revision,
    attempt: row.attempt,
    stems: row.stems as CommentId[],
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
      return { ...base, state, finishedAt: instantOf(row.finishedAt) }
    case 'failed':
      return { ...base, state, reason: row.reason as MixFailure, finishedAt: instantOf(row.finishedAt) }
  }
}

/** A table constraint guarantees the times that a state has. */
const instantOf = (date: Date | null | undefined): Instant => instant(date?.getTime() ?? Number.NaN)
