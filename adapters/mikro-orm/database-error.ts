import { err, ok } from 'neverthrow'
import { type Outcome, outcomeOf, unavailable } from '#application/shared/outcome.ts'

/** Whoever fails with it may well succeed when the same unit is run once more. */
export const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
const UNIQUE_VIOLATION = '23505'

const field = (error: unknown, name: 'code' | 'constraint'): unknown =>
  typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : undefined

/** Whether the same unit may well succeed when it is run once more. */
export const isConflict = (error: unknown): boolean =>
  [SERIALIZATION_FAILURE, DEADLOCK_DETECTED].includes(String(field(error, 'code')))

/** The unique index that refused a row; `null` for every other error. */
export const violatedIndex = (error: unknown): string | null =>
  field(error, 'code') === UNIQUE_VIOLATION ? String(field(error, 'constraint')) : null

/** Whatever goes wrong in the database, it is out of reach; what it was goes along for the log. */
export const asking = <Value>(ask: () => Promise<Value>): Outcome<Value> =>
  outcomeOf(async () => {
    try {
      return ok(await ask())
    } catch (cause) {
      return err(unavailable('database', cause))
    }
  })
