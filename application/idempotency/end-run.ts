import { ok, okAsync, safeTry } from 'neverthrow'
import { isStill, type Run, type RunningRun } from '#domain/idempotency/run.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { RunAsks } from './begin-run.ts'

/** Keeps what is answered for a finished run, unless an answer is kept already; gives the one that is to be sent. */
export const keepAnswer =
  (asks: Pick<RunAsks, 'unitOfWork'>) =>
  (run: Run, answer: string): Outcome<string> =>
    asks.unitOfWork.run(({ runs }) =>
      safeTry(async function* () {
        const stored = yield* runs.byName(run)
        if (!isStill(stored, run) || stored.state === 'running') return ok(answer)
        if (stored.answer !== null) return ok(stored.answer)
        return runs.save({ ...stored, answer }).map(() => answer)
      }),
    )

/** Nothing came of it: whoever asks again with the key begins anew. A run that was finished stays so. */
export const releaseRun =
  (asks: Pick<RunAsks, 'unitOfWork'>) =>
  (run: RunningRun): Outcome<void> =>
    asks.unitOfWork.run(({ runs }) =>
      safeTry(async function* () {
        const stored = yield* runs.byName(run)
        return isStill(stored, run) && stored.state === 'running' ? runs.remove(run) : okAsync()
      }),
    )
