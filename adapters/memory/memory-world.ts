import type { CredentialReader } from '#application/account/credentials.ts'
import type { CommonPasswords, PasswordHasher, RateLimiter, SessionReader } from '#application/account/ports.ts'
import type { UserQueries } from '#application/account/user-view.ts'
import type { CommentQueries } from '#application/comment/ports.ts'
import type { HomeQueries } from '#application/home/ports.ts'
import type { MessageQueries } from '#application/message/ports.ts'
import type { ImageResizer } from '#application/image/image-resizer.ts'
import type { PostQueries } from '#application/post/ports.ts'
import type { SearchQueries } from '#application/search/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { MediaIndex } from '#application/track/files.ts'
import type { Digest } from '#application/shared/system.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import type { Instant, Milliseconds } from '#domain/shared/instant.ts'
import {
  type MemoryMailer,
  memoryCommonPasswords,
  memoryMailer,
  memoryPasswordHasher,
} from './account/memory-account.ts'
import { readAuditLog } from './repositories/memory-audit-log.ts'
import { type MemoryFiles, memoryFiles } from './media/memory-files.ts'
import { memoryHomeQueries } from './queries/memory-home.ts'
import { memoryImages } from './media/memory-images.ts'
import { type MemoryJobRunner, memoryJobRunner, type MemoryJobRunnerSettings } from './system/memory-job-runner.ts'
import { memoryMediaIndex } from './queries/memory-media-index.ts'
import { memoryMessageQueries } from './repositories/memory-message-repository.ts'
import { type MemoryOutage, memoryOutage } from './store/memory-outage.ts'
import { type MemoryFacebook, memoryFacebook, type MemoryGoogle, memoryGoogle } from './account/memory-providers.ts'
import { type MemoryScheduler, memoryScheduler } from './system/memory-scheduler.ts'
import { memoryCommentQueries, memoryPostQueries, memoryUserQueries } from './queries/memory-queries.ts'
import { memoryRateLimiter } from './account/memory-rate-limiter.ts'
import { memoryCredentialReader } from './repositories/memory-user-repository.ts'
import { memorySearchQueries } from './queries/memory-search.ts'
import { memorySessionReader } from './repositories/memory-session-repository.ts'
import { memoryStore } from './store/memory-store.ts'
import { type MemoryChance, memoryChance, type MemoryClock, memoryClock, memoryDigest } from './system/memory-system.ts'
import type { Tables } from './store/memory-tables.ts'
import { memoryUnitOfWork } from './store/memory-unit-of-work.ts'

export type MemoryWorldSettings = {
  readonly start?: Instant
  readonly seed?: number
  readonly commonPasswords?: Iterable<string>
  readonly jobs?: Partial<MemoryJobRunnerSettings>
}

/** Every port but those of sound, around one store. */
export type MemoryWorld = {
  readonly unitOfWork: UnitOfWork
  readonly jobRunner: MemoryJobRunner
  readonly userQueries: UserQueries
  readonly mediaIndex: MediaIndex
  readonly postQueries: PostQueries
  readonly commentQueries: CommentQueries
  readonly homeQueries: HomeQueries
  readonly messageQueries: MessageQueries
  readonly searchQueries: SearchQueries
  readonly sessionReader: SessionReader
  readonly credentials: CredentialReader
  /** `staging` and `blobs`. */
  readonly files: MemoryFiles
  readonly imageResizer: ImageResizer
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly google: MemoryGoogle
  readonly facebook: MemoryFacebook
  readonly rateLimiter: RateLimiter
  readonly mailer: MemoryMailer
  /** Everything staff did, the oldest first. */
  readonly readAuditLog: () => Outcome<readonly AuditEntry[]>
  readonly clock: MemoryClock
  readonly chance: MemoryChance
  readonly digest: Digest
  readonly scheduler: MemoryScheduler
  readonly outage: MemoryOutage
  /** All rows that are committed; whoever holds them sees no later change. */
  readonly tables: () => Outcome<Tables>
  /** Moves clock and pulse on together: whatever the pulse calls on the way is told the time of its call. */
  pass(length: Milliseconds): Promise<void>
}

export const memoryWorld = (settings: MemoryWorldSettings = {}): MemoryWorld => {
  const outage = memoryOutage()
  const store = memoryStore(outage)
  const clock = memoryClock(settings.start)
  const scheduler = memoryScheduler((length) => clock.advance(length))
  return {
    unitOfWork: memoryUnitOfWork(store),
    jobRunner: memoryJobRunner(store, settings.jobs),
    userQueries: memoryUserQueries(store),
    mediaIndex: memoryMediaIndex(store),
    postQueries: memoryPostQueries(store),
    commentQueries: memoryCommentQueries(store),
    homeQueries: memoryHomeQueries(store),
    messageQueries: memoryMessageQueries(store),
    searchQueries: memorySearchQueries(store),
    sessionReader: memorySessionReader(store),
    credentials: memoryCredentialReader(store),
    files: memoryFiles(outage, () => clock.now()),
    imageResizer: memoryImages(outage),
    passwordHasher: memoryPasswordHasher(outage),
    commonPasswords: memoryCommonPasswords(settings.commonPasswords),
    google: memoryGoogle(outage),
    facebook: memoryFacebook(outage),
    rateLimiter: memoryRateLimiter(clock, outage),
    mailer: memoryMailer(outage),
    readAuditLog: readAuditLog(store),
    clock,
    chance: memoryChance(settings.seed),
    digest: memoryDigest(),
    scheduler,
    outage,
    tables: () => store.read((tables) => tables),
    pass: (length) => scheduler.advance(length),
  }
}
