import { ok, okAsync, safeTry } from 'neverthrow'
import { finished, type IdempotencyKeyInUse, type RunningRun } from '#domain/idempotency/run.ts'
import type { Outcome } from './outcome.ts'
import type { Transaction } from './unit-of-work.ts'

/**
 * Finishes the run inside the transaction that made the thing: both are there, or neither. Who took so long that the run
 * was taken up by somebody else is refused, and takes the thing back. `null` is a request without a key.
 */
export const finishRun = (
  { runs }: Pick<Transaction, 'runs'>,
  run: RunningRun | null,
  made: number,
): Outcome<void, IdempotencyKeyInUse> =>
  run === null
    ? okAsync()
    : safeTry(async function* () {
        yield* runs.save(yield* finished(yield* runs.byName(run), run, made))
        return ok()
      })
