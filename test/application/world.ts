import { testWorld } from '#adapters/memory/test-world.ts'
import type { Job } from '#application/shared/jobs.ts'
import { type Soundhub, soundhub } from '#application/soundhub.ts'
import type { Options, Ports } from '#application/ports.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import type { Milliseconds } from '#domain/shared/instant.ts'
import { uploadOf } from '#domain/track/stem.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { faults } from './faults.ts'

const CHOICES: Options = {
  stalePurgeChance: 0,
  mixLease: DEFAULT_LEASE,
  maximumTrackMinutes: 1,
  maximumUploadBytes: 1_000_000,
}

/**
 * Soundhub on adapters of memory. Its clock stands still, its scheduler too, and no job is done until a test says so; one call
 * of one port can be made to fail.
 */
export const world = (options: Partial<Options> = {}) => {
  const memory = testWorld({ start: NOON, jobs: { byItself: false } })
  const ports: Ports = memory
  const fault = faults()
  const having = (others: Partial<Ports & Options>): Soundhub =>
    soundhub({ ...fault.through(ports), ...CHOICES, ...options, ...others })
  const app = having({})
  const { outage, clock, scheduler, chance, files, audio, google, facebook, mailer, jobRunner, failedJobs } = memory

  return {
    app,
    /** Another process on the same rows and files, with ports of its own where they are given. */
    having,
    ports,
    fault,
    outage,
    clock,
    scheduler,
    chance,
    files,
    audio,
    google,
    facebook,
    failedJobs,
    mails: () => mailer.sent(),
    /** All rows as they are committed. */
    rows: () => valueOf(memory.tables()),
    /** What is queued, but for the ingest that every track waits for. */
    jobs: async (): Promise<readonly Job[]> =>
      [...(await valueOf(memory.tables())).jobs.values()].filter(({ type }) => type !== 'ingest-track'),
    /** The stored files, but for those of stems. */
    uploads: () => files.paths().filter((path) => uploadOf(path) === path),
    /** Does all jobs, and those that they ask for. */
    work: async () => {
      await valueOf(jobRunner.start(app.worker.performJob))
      const drained = await valueOf(jobRunner.drain())
      await jobRunner.stop()
      return drained
    },
    pass: (length: Milliseconds) => memory.pass(length),
  }
}

export type World = ReturnType<typeof world>
