import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { IdempotencyKey, Run } from '#domain/idempotency/run.ts'
import type { UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'

/** A run is finished from `made` on. */
export const RunRow = defineEntity({
  name: 'RunRow',
  tableName: 'idempotency_runs',
  properties: {
    userId: p.integer().primary(),
    key: p.text().primary(),
    fingerprint: p.text(),
    attempt: p.integer(),
    begunAt: p.datetime(),
    made: p.integer().nullable(),
    answer: p.text().nullable(),
  },
})
export type RunRow = InferEntity<typeof RunRow>

export const runColumns = (run: Run): RunRow => ({
  userId: run.userId,
  key: run.key,
  fingerprint: run.fingerprint,
  attempt: run.attempt,
  begunAt: new Date(run.begunAt),
  ...(run.state === 'finished' ? { made: run.made, answer: run.answer } : { made: null, answer: null }),
})

export const runOf = (row: RunRow): Run => {
  const begun = {
    userId: row.userId as UserId,
    key: row.key as IdempotencyKey,
    fingerprint: row.fingerprint,
    attempt: row.attempt,
    begunAt: instant(row.begunAt.getTime()),
  }
  return row.made === null || row.made === undefined
    ? { ...begun, state: 'running' }
    : { ...begun, state: 'finished', made: row.made, answer: row.answer ?? null }
}
