import { ResultAsync } from 'neverthrow'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'

/** What the queue answers; whatever it throws is an outage. */
export const jobsOutcome = <Value>(ask: () => Promise<Value>): Outcome<Value> =>
  ResultAsync.fromThrowable(ask, (cause) => unavailable('jobs', cause))()
