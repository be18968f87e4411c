import type { Outcome } from '#application/shared/outcome.ts'
import { CannotStart } from '../cannot-start.ts'

/** The value, or {@link CannotStart} with this line and the cause. What a step inside refused is thrown as it is. */
export const asked = async <Value>(line: string, outcome: Outcome<Value>): Promise<Value> => {
  const result = await outcome
  if (result.isOk()) return result.value
  const { cause } = result.error
  throw cause instanceof CannotStart ? cause : new CannotStart([line], cause)
}

/** What a command tells while it works, and what ends it early. */
export type Course = {
  /** A line about how far it is. */
  readonly tell: (line: string) => void
  /** A line about something that is wrong, and does not end it. */
  readonly complain: (line: string) => void
  readonly signal: AbortSignal
}
