import type { ResultAsync } from 'neverthrow'
import type {
  ActivationKeyRepository,
  AuditLog,
  IdentityRepository,
  QueuedMailRepository,
  PendingChangeRepository,
  SessionRepository,
  UserRepository,
} from '../account/ports.ts'
import type { CommentRepository } from '../comment/ports.ts'
import type { IdempotentRequestRepository } from '../idempotency/ports.ts'
import type { MessageRepository } from '../message/ports.ts'
import type { FollowRepository } from '../follow/ports.ts'
import type { MixProposalRepository, MixRepository, MixRevisionRepository } from '../mix/ports.ts'
import type { LikeRepository, PostRepository } from '../post/ports.ts'
import type { TrackRepository } from '../track/ports.ts'
import type { JobQueue } from './jobs.ts'
import type { Unavailable } from './outcome.ts'

/** Everything a transaction can use. A use case names the part it needs. */
export type Transaction = {
  readonly users: UserRepository
  readonly activationKeys: ActivationKeyRepository
  readonly identities: IdentityRepository
  readonly pendingChanges: PendingChangeRepository
  readonly queuedMails: QueuedMailRepository
  readonly sessions: SessionRepository
  readonly audit: AuditLog
  readonly posts: PostRepository
  readonly likes: LikeRepository
  readonly comments: CommentRepository
  readonly tracks: TrackRepository
  readonly mixes: MixRepository
  readonly mixRevisions: MixRevisionRepository
  readonly mixProposals: MixProposalRepository
  readonly messages: MessageRepository
  readonly follows: FollowRepository
  readonly idempotentRequests: IdempotentRequestRepository
  readonly jobs: JobQueue
}

/**
 * Runs `work` in a transaction: everything it saves and queues commits if it succeeds, and nothing does if it ends with
 * a refusal or an outage. Two transactions that lock the same row run one after the other.
 */
export interface UnitOfWork<Repositories extends Partial<Transaction> = Transaction> {
  /** Returns the value or the refusal of `work`. */
  run<Value, Refusal>(
    work: (transaction: Repositories) => ResultAsync<Value, Refusal>,
  ): ResultAsync<Value, Refusal | Unavailable>
}

/** A unit of work with only these parts of a transaction. */
export type UnitOfWorkOn<Part extends keyof Transaction> = UnitOfWork<Pick<Transaction, Part>>
