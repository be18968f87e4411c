import type { Ports } from '#application/ports.ts'
import type { JobStatistics } from '#application/shared/jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Chance } from '#application/shared/system.ts'
import type { Milliseconds } from '#domain/shared/instant.ts'
import {
  type MemoryMailer,
  memoryCommonPasswords,
  memoryMailer,
  memoryPasswordHasher,
} from './account/memory-account.ts'
import { type MemoryFacebook, memoryFacebook, type MemoryGoogle, memoryGoogle } from './account/memory-providers.ts'
import { memoryRateLimiter } from './account/memory-rate-limiter.ts'
import { MemoryAudio } from './media/memory-audio.ts'
import { type MemoryFiles, memoryFiles } from './media/memory-staging-and-blob-store.ts'
import { memoryPartialUploads } from './media/memory-partial-uploads.ts'
import { memoryImages } from './media/memory-images.ts'
import { memoryHomeQueries } from './queries/memory-home.ts'
import { memoryStemCache } from './media/memory-stem-cache.ts'
import { memoryMediaIndex } from './queries/memory-media-index.ts'
import { memoryMixEvents, memoryMixQueries } from './queries/memory-mix-events.ts'
import { memoryCommentQueries, memoryPostQueries, memoryUserQueries } from './queries/memory-queries.ts'
import { memoryProposalQueries } from './queries/memory-proposals.ts'
import { memoryRevisionQueries } from './queries/memory-revisions.ts'
import { memorySearchQueries } from './queries/memory-search.ts'
import { memoryAuditQueries } from './repositories/memory-audit-log.ts'
import { memoryMessageQueries } from './repositories/memory-message-repository.ts'
import { memorySessionReader } from './repositories/memory-session-repository.ts'
import { memoryCredentialReader } from './repositories/memory-user-repository.ts'
import { type MemoryOutage, memoryOutage } from './store/memory-outage.ts'
import { memoryStore } from './store/memory-store.ts'
import type { Tables } from './store/memory-tables.ts'
import { memoryUnitOfWork } from './store/memory-unit-of-work.ts'
import { type MemoryFailedJobs, memoryFailedJobs } from './system/memory-failed-jobs.ts'
import { type MemoryJobRunner, memoryJobRunner, type MemoryJobRunnerSettings } from './system/memory-job-runner.ts'
import { memoryJobStatistics } from './system/memory-job-statistics.ts'
import { memoryDigest } from './system/memory-system.ts'

/** Options of the in-memory ports. */
export type MemoryOptions = {
  /** Replaces the built-in list of ten. */
  readonly commonPasswords?: Iterable<string>
  readonly jobs?: Partial<MemoryJobRunnerSettings>
  /** How long a unit of work waits for its turn. */
  readonly lockTimeout?: Milliseconds
  /** An outage to share with adapters of your own. */
  readonly outage?: MemoryOutage
}

/** Clock, chance and scheduler: real ones or those of a test. */
export type TimeAndChance = Pick<Ports, 'clock' | 'chance' | 'scheduler'>

/** All ports on one store, and what only the in-memory ones offer. */
export type MemoryPorts = Ports & {
  readonly jobRunner: MemoryJobRunner
  readonly jobStatistics: JobStatistics
  readonly failedJobs: MemoryFailedJobs
  readonly google: MemoryGoogle
  readonly facebook: MemoryFacebook
  readonly mailer: MemoryMailer
  /** Sniffer, decoder and encoder in one. */
  readonly audio: MemoryAudio
  /** `staging` and `blobs` in one, and their contents. */
  readonly files: MemoryFiles
  readonly outage: MemoryOutage
  /** A snapshot of all committed rows. */
  readonly tables: () => Outcome<Tables>
}

/** All ports on one store. Salts come from a chance of their own, so that hashing does not change the core's sequence. */
export const memoryAdapters = <Own extends TimeAndChance>(
  own: Own,
  salts: Pick<Chance, 'bytes'>,
  options: MemoryOptions,
): MemoryPorts & Own => {
  const outage = options.outage ?? memoryOutage()
  const store = memoryStore(outage, { lockTimeout: options.lockTimeout })
  const files = memoryFiles(outage, () => own.clock.now())
  const audio = new MemoryAudio()
  const failedJobs = memoryFailedJobs(store, own.clock)
  return {
    unitOfWork: memoryUnitOfWork(store),
    jobRunner: memoryJobRunner(store, failedJobs, options.jobs),
    failedJobs,
    jobStatistics: memoryJobStatistics(store, own.clock),
    userQueries: memoryUserQueries(store),
    mediaIndex: memoryMediaIndex(store),
    stemCache: memoryStemCache(files.staging),
    mixQueries: memoryMixQueries(store),
    mixEvents: memoryMixEvents(store),
    postQueries: memoryPostQueries(store),
    commentQueries: memoryCommentQueries(store),
    revisionQueries: memoryRevisionQueries(store),
    proposalQueries: memoryProposalQueries(store),
    homeQueries: memoryHomeQueries(store),
    messageQueries: memoryMessageQueries(store),
    auditQueries: memoryAuditQueries(store),
    searchQueries: memorySearchQueries(store),
    sessionReader: memorySessionReader(store),
    credentials: memoryCredentialReader(store),
    staging: files.staging,
    partialUploads: memoryPartialUploads(outage),
    blobs: files.blobs,
    files,
    audioSniffer: audio,
    audioDecoder: audio,
    audioEncoder: audio,
    audio,
    imageResizer: memoryImages(outage),
    passwordHasher: memoryPasswordHasher(outage, salts),
    commonPasswords: memoryCommonPasswords(options.commonPasswords),
    google: memoryGoogle(outage),
    facebook: memoryFacebook(outage),
    rateLimiter: memoryRateLimiter(own.clock, outage),
    mailer: memoryMailer(outage),
    digest: memoryDigest(outage),
    outage,
    tables: () => store.read((tables) => tables),
    ...own,
  }
}
