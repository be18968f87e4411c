import { memoryCommonPasswords, memoryMailer, memoryPasswordHasher } from '#adapters/memory/account/memory-account.ts'
import { MemoryAudio } from '#adapters/memory/media/memory-audio.ts'
import { memoryFiles } from '#adapters/memory/media/memory-files.ts'
import { memoryHomeQueries } from '#adapters/memory/queries/memory-home.ts'
import { memoryImages } from '#adapters/memory/media/memory-images.ts'
import { memoryJobRunner } from '#adapters/memory/system/memory-job-runner.ts'
import { memoryMediaIndex } from '#adapters/memory/queries/memory-media-index.ts'
import { memoryMessageQueries } from '#adapters/memory/repositories/memory-message-repository.ts'
import { memoryOutage } from '#adapters/memory/store/memory-outage.ts'
import { memoryFacebook, memoryGoogle } from '#adapters/memory/account/memory-providers.ts'
import { memoryScheduler } from '#adapters/memory/system/memory-scheduler.ts'
import { memoryCommentQueries, memoryPostQueries, memoryUserQueries } from '#adapters/memory/queries/memory-queries.ts'
import { memoryRateLimiter } from '#adapters/memory/account/memory-rate-limiter.ts'
import { memorySearchQueries } from '#adapters/memory/queries/memory-search.ts'
import { memorySessionReader } from '#adapters/memory/repositories/memory-session-repository.ts'
import { memoryStore } from '#adapters/memory/store/memory-store.ts'
import { memoryChance, memoryClock, memoryDigest } from '#adapters/memory/system/memory-system.ts'
import { memoryUnitOfWork } from '#adapters/memory/store/memory-unit-of-work.ts'
import { memoryCredentialReader } from '#adapters/memory/repositories/memory-user-repository.ts'
import type { Job } from '#application/shared/jobs.ts'
import { type Options, type Ports, type Soundhub, soundhub } from '#application/soundhub.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import type { Milliseconds } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { faults } from './faults.ts'

const CHOICES: Options = { stalePurgeChance: 0, mixLease: DEFAULT_LEASE, maximumTrackMinutes: 1 }

/**
 * Soundhub on adapters of memory. Its clock stands, its pulse is still, and no job is done until a test says so; one call
 * of one port can be made to fail.
 */
export const world = (options: Partial<Options> = {}) => {
  const outage = memoryOutage()
  const store = memoryStore(outage)
  const clock = memoryClock(NOON)
  const scheduler = memoryScheduler()
  const chance = memoryChance()
  const files = memoryFiles(outage, () => clock.now())
  const mailer = memoryMailer(outage)
  const google = memoryGoogle(outage)
  const facebook = memoryFacebook(outage)
  const audio = new MemoryAudio()
  const fault = faults()
  const ports: Ports = {
    unitOfWork: memoryUnitOfWork(store),
    sessionReader: memorySessionReader(store),
    credentials: memoryCredentialReader(store),
    userQueries: memoryUserQueries(store),
    mediaIndex: memoryMediaIndex(store),
    postQueries: memoryPostQueries(store),
    commentQueries: memoryCommentQueries(store),
    homeQueries: memoryHomeQueries(store),
    messageQueries: memoryMessageQueries(store),
    searchQueries: memorySearchQueries(store),
    passwordHasher: memoryPasswordHasher(outage),
    commonPasswords: memoryCommonPasswords(),
    google,
    facebook,
    rateLimiter: memoryRateLimiter(clock, outage),
    mailer,
    audioSniffer: audio,
    audioDecoder: audio,
    audioEncoder: audio,
    imageResizer: memoryImages(outage),
    staging: files.staging,
    blobs: files.blobs,
    clock,
    chance,
    digest: memoryDigest(),
    scheduler,
  }
  const having = (others: Partial<Ports & Options>): Soundhub =>
    soundhub({ ...fault.through(ports), ...CHOICES, ...options, ...others })
  const app = having({})
  const runner = memoryJobRunner(store, { byItself: false })

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
    mails: () => mailer.sent(),
    /** All rows as they are committed. */
    rows: () => valueOf(store.read((tables) => tables)),
    jobs: async (): Promise<readonly Job[]> => [...(await valueOf(store.read(({ jobs }) => jobs))).values()],
    /** Does all jobs, and those that they ask for. */
    work: async () => {
      await valueOf(runner.start(app.performJob))
      const drained = await valueOf(runner.drain())
      await runner.stop()
      return drained
    },
    pass: (length: Milliseconds) => {
      clock.advance(length)
      return scheduler.advance(length)
    },
  }
}

export type World = ReturnType<typeof world>
