import type { AuditQueries } from './account/audit-view.ts'
import type { CredentialReader } from './account/credentials.ts'
import type {
  CommonPasswords,
  FacebookTokens,
  GoogleTokens,
  Mailer,
  PasswordHasher,
  RateLimiter,
  SessionReader,
} from './account/ports.ts'
import type { UserQueries } from './account/user-view.ts'
import type { CommentQueries } from './comment/ports.ts'
import type { HomeQueries } from './home/ports.ts'
import type { ImageResizer } from './image/image-resizer.ts'
import type { MessageQueries } from './message/ports.ts'
import type { MixEvents, MixQueries } from './mix/ports.ts'
import type { ProposalQueries, RevisionQueries } from './mix/ports.ts'
import type { PostQueries } from './post/ports.ts'
import type { SearchQueries } from './search/ports.ts'
import type { FailedJobs } from './shared/failed-jobs.ts'
import type { JobRunner } from './shared/jobs.ts'
import type { Chance, Clock, Digest, Scheduler } from './shared/system.ts'
import type { UnitOfWork } from './shared/unit-of-work.ts'
import type { AudioDecoder, AudioEncoder, AudioSniffer } from './track/audio.ts'
import type { PartialUploads } from './track/partial-uploads.ts'
import type { StemCache } from './track/stem-cache.ts'
import type { BlobStore, MediaIndex, Staging } from './track/staging-and-blob-store.ts'

/** Everything the core asks of its host; see each port for what it promises. */
export type Ports = {
  readonly unitOfWork: UnitOfWork
  readonly jobRunner: JobRunner
  readonly sessionReader: SessionReader
  readonly credentials: CredentialReader
  readonly userQueries: UserQueries
  readonly postQueries: PostQueries
  readonly commentQueries: CommentQueries
  readonly mixQueries: MixQueries
  readonly revisionQueries: RevisionQueries
  readonly proposalQueries: ProposalQueries
  readonly homeQueries: HomeQueries
  readonly messageQueries: MessageQueries
  readonly searchQueries: SearchQueries
  readonly auditQueries: AuditQueries
  readonly failedJobs: FailedJobs
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly google: GoogleTokens
  readonly facebook: FacebookTokens
  readonly rateLimiter: RateLimiter
  readonly mailer: Mailer
  readonly audioSniffer: AudioSniffer
  readonly audioDecoder: AudioDecoder
  readonly audioEncoder: AudioEncoder
  readonly imageResizer: ImageResizer
  readonly staging: Staging
  readonly partialUploads: PartialUploads
  readonly blobs: BlobStore
  readonly mediaIndex: MediaIndex
  readonly stemCache: StemCache
  readonly mixEvents: MixEvents
  readonly clock: Clock
  readonly chance: Chance
  readonly digest: Digest
  readonly scheduler: Scheduler
}

/** What a host may set. */
export type Options = {
  /** Chance, 0 … 1, that issuing a key queues a purge of stale sign-ups. Default 0.05. */
  readonly stalePurgeChance: number
  /** How long a worker keeps a mix without renewing its lease, in milliseconds. Default 10 s. */
  readonly mixLease: number
  /** The longest track. Default 15. */
  readonly maximumTrackMinutes: number
  /** The largest upload, in bytes. Default 50 MB. */
  readonly maximumUploadBytes: number
}
