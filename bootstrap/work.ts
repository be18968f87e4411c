import { SECOND } from '#domain/shared/instant.ts'
import { CannotStart } from './cannot-start.ts'
import type { Services } from './tokens.ts'

const LONGEST_ROUND = 5 * SECOND

/** Performs jobs in this process, and looks every few seconds for mixes whose worker did not come back. */
export const startWork = async (
  services: Pick<Services, 'soundhub' | 'jobRunner' | 'pulse' | 'choices' | 'log' | 'cleanup'>,
): Promise<void> => {
  const { soundhub, jobRunner, pulse, choices, log, cleanup } = services
  const started = await jobRunner.start(soundhub.performJob)
  if (started.isErr()) throw new CannotStart(['the job queue does not open'], started.error.cause)
  cleanup.add('jobs', () => jobRunner.stop())

  const lookAround = () =>
    soundhub.requeueWaitingMixes().mapErr((refusal) => {
      log.warn({ cause: refusal.cause }, 'waiting mixes could not be looked for')
      return refusal
    })
  await lookAround()
  cleanup.add('watch', pulse.every(Math.min(LONGEST_ROUND, choices.mixLease), lookAround))
}
