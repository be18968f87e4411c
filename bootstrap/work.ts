import { CannotStart } from './cannot-start.ts'
import type { Services } from './tokens.ts'

/** Runs the worker in this process until cleanup. */
export const startWork = async ({
  soundhub,
  log,
  cleanup,
}: Pick<Services, 'soundhub' | 'log' | 'cleanup'>): Promise<void> => {
  const started = await soundhub.worker.start({
    onFailure: (task, { cause }) => log.warn({ task, cause }, 'a worker task failed and will be retried'),
  })
  if (started.isErr()) throw new CannotStart(['the job queue cannot be opened'], started.error.cause)
  cleanup.add('worker', () => soundhub.worker.stop())
}
