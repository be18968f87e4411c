/**
 * One contract suite per port. Run it against any adapter, under any test runner:
 *
 *     blobStoreContract({ describe, it, beforeEach, afterEach }, makeStore, { name: 'on tape', runs: 100 })
 */

export { auditLogContract, type AuditSubject } from './contracts/account/audit-log-contract.ts'
export { credentialReaderContract, type CredentialsSubject } from './contracts/account/credential-reader-contract.ts'
export { facebookTokensContract, type FacebookSubject } from './contracts/account/facebook-tokens-contract.ts'
export { googleTokensContract, type GoogleSubject } from './contracts/account/google-tokens-contract.ts'
export { mailerContract, type MailerSubject, type ReceivedMail } from './contracts/account/mailer-contract.ts'
export { commonPasswordsContract, passwordHasherContract } from './contracts/account/passwords-contract.ts'
export {
  rateLimiterContract,
  rateLimiterOutageContract,
  type RateLimiterSubject,
} from './contracts/account/rate-limiter-contract.ts'
export { sessionReaderContract, type SessionsSubject } from './contracts/account/session-reader-contract.ts'
export { userQueriesContract } from './contracts/account/user-queries-contract.ts'
export { commentQueriesContract, type CommentQueriesSubject } from './contracts/comment/comment-queries-contract.ts'
export { followsContract, type FollowsSubject } from './contracts/follow/follows-contract.ts'
export { homeQueriesContract, type HomeQueriesSubject } from './contracts/home/home-queries-contract.ts'
export { imageResizerContract, type ImageResizerSubject } from './contracts/image/image-resizer-contract.ts'
export { mixEventsContract, type MixEventsSubject } from './contracts/mix/mix-events-contract.ts'
export { messageQueriesContract } from './contracts/message/message-queries-contract.ts'
export { proposalQueriesContract, type ProposalQueriesSubject } from './contracts/mix/proposal-queries-contract.ts'
export { revisionQueriesContract, type RevisionQueriesSubject } from './contracts/mix/revision-queries-contract.ts'
export { likesContract, type LikesSubject } from './contracts/post/likes-contract.ts'
export { postQueriesContract } from './contracts/post/post-queries-contract.ts'
export { searchQueriesContract, type SearchSubject } from './contracts/search/search-queries-contract.ts'
export { jobRunnerContract } from './contracts/shared/job-runner-contract.ts'
export { failedJobsContract, type FailedJobsSubject } from './contracts/shared/failed-jobs-contract.ts'
export { jobStatisticsContract, type JobStatisticsSubject } from './contracts/shared/job-statistics-contract.ts'
export { schedulerContract, type SchedulerSubject } from './contracts/shared/scheduler-contract.ts'
export { chanceContract, clockContract, digestContract } from './contracts/shared/system-contract.ts'
export { unitOfWorkContract } from './contracts/shared/unit-of-work-contract.ts'
export { audioDecoderContract } from './contracts/track/audio-decoder-contract.ts'
export { audioEncoderContract } from './contracts/track/audio-encoder-contract.ts'
export { audioReadinessContract } from './contracts/track/audio-readiness-contract.ts'
export { audioSnifferContract, type SniffedFiles } from './contracts/track/audio-sniffer-contract.ts'
export { blobStoreContract, type BlobStoreSubject } from './contracts/track/blob-store-contract.ts'
export { mediaIndexContract } from './contracts/track/media-index-contract.ts'
export { stemCacheContract } from './contracts/track/stem-cache-contract.ts'
export { partialUploadsContract, type PartialUploadsSubject } from './contracts/track/partial-uploads-contract.ts'
export { stagingContract, type StagingSubject } from './contracts/track/staging-contract.ts'
export type { UserScreensSubject } from './contracts/account/user-views-contract.ts'
export type { MessageQueriesSubject } from './contracts/message/message-views-contract.ts'
export type { PostQueriesSubject } from './contracts/post/post-views-contract.ts'
export type { JobRunnerSubject } from './contracts/shared/jobs.ts'
export type { Breakable, Made, Make, MakeBreakable } from './contracts/subject.ts'
export type { AudioSubject, SoundFileKind, SoundFiles } from './contracts/track/audio-sound.ts'
export type { SuiteOptions, TestRunner } from './test-runner.ts'
