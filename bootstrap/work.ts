import { CannotStart } from './cannot-start.ts'
import type { Services } from './tokens.ts'

/** Performs jobs in this process until the cleanup runs. */
export const startWork = async ({
  soundhub,
  log,
  cleanup,
}: Pick<Services, 'soundhub' | 'log' | 'cleanup'>): Promise<void> => {
  const started = await soundhub.worker.start({
    onFailure: (task, { cause }) => log.warn({ task, cause }, 'a task of the worker failed; it is tried again'),
  })
  if (started.isErr()) throw new CannotStart(['the job queue does not open'], started.error.cause)
  cleanup.add('worker', () => soundhub.worker.stop())
}
