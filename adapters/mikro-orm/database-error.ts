import { err, ok } from 'neverthrow'
import { type Outcome, outcomeOf, unavailable } from '#application/shared/outcome.ts'

/** A unit of work that fails with this code may succeed when it is run again. */
export const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
const UNIQUE_VIOLATION = '23505'

const field = (error: unknown, name: 'code' | 'constraint'): unknown =>
  typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : undefined

/** Whether the same unit of work may succeed when it is run again. */
export const isConflict = (error: unknown): boolean =>
  [SERIALIZATION_FAILURE, DEADLOCK_DETECTED].includes(String(field(error, 'code')))

/** The violated unique index; `null` for every other error. */
export const violatedIndex = (error: unknown): string | null =>
  field(error, 'code') === UNIQUE_VIOLATION ? String(field(error, 'constraint')) : null

/** Turns any exception into `Unavailable`, with the cause for the log. */
export const databaseOutcome = <Value>(query: () => Promise<Value>): Outcome<Value> =>
  outcomeOf(async () => {
    try {
      return ok(await query())
    } catch (cause) {
      return err(unavailable('database', cause))
    }
  })
