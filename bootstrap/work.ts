import { SECOND } from '#domain/shared/instant.ts'
import { SWEEP_INTERVAL } from '#domain/track/orphan.ts'
import { CannotStart } from './cannot-start.ts'
import type { Services } from './tokens.ts'

const MAX_WATCH_INTERVAL = 5 * SECOND

/** Performs jobs in this process, and looks every few seconds for mixes whose worker did not come back. */
export const startWork = async (
  services: Pick<Services, 'soundhub' | 'jobRunner' | 'scheduler' | 'options' | 'log' | 'cleanup'>,
): Promise<void> => {
  const { soundhub, jobRunner, scheduler, options, log, cleanup } = services
  const started = await jobRunner.start(soundhub.performJob)
  if (started.isErr()) throw new CannotStart(['the job queue does not open'], started.error.cause)
  cleanup.add('jobs', () => jobRunner.stop())

  const lookAround = () =>
    soundhub.requeueWaitingMixes().mapErr((refusal) => {
      log.warn({ cause: refusal.cause }, 'waiting mixes could not be looked for')
      return refusal
    })
  await lookAround()
  // Only after a while, so that a server that is started against other rows by mistake can be stopped in time.
  const sweep = () =>
    soundhub.queueSweep().mapErr((refusal) => {
      log.warn({ cause: refusal.cause }, 'a sweep of orphans could not be queued')
      return refusal
    })
  cleanup.add('sweep', scheduler.every(SWEEP_INTERVAL, sweep))
  cleanup.add('watch', scheduler.every(Math.min(MAX_WATCH_INTERVAL, options.mixLease), lookAround))
}
