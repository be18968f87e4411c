import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { IdempotencyKey, IdempotentRequest } from '#domain/idempotency/idempotent-request.ts'
import type { UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'

/** A request is finished once `made` is set. */
export const IdempotentRequestRow = defineEntity({
  name: 'IdempotentRequestRow',
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
export type IdempotentRequestRow = InferEntity<typeof IdempotentRequestRow>

export const idempotentRequestColumns = (idempotentRequest: IdempotentRequest): IdempotentRequestRow => ({
  userId: idempotentRequest.userId,
  key: idempotentRequest.key,
  fingerprint: idempotentRequest.fingerprint,
  attempt: idempotentRequest.attempt,
  begunAt: new Date(idempotentRequest.begunAt),
  ...(idempotentRequest.state === 'finished'
    ? { made: idempotentRequest.made, answer: idempotentRequest.answer }
    : { made: null, answer: null }),
})

export const idempotentRequestOf = (row: IdempotentRequestRow): IdempotentRequest => {
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
