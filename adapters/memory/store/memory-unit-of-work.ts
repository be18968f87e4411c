import { ok } from 'neverthrow'
import { type JobQueue, jobKey } from '#application/shared/jobs.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { memoryActivationKeyRepository } from '../repositories/memory-activation-key-repository.ts'
import { memoryAuditLog } from '../repositories/memory-audit-log.ts'
import { memoryCommentRepository } from '../repositories/memory-comment-repository.ts'
import { memoryFollowRepository } from '../repositories/memory-follow-repository.ts'
import { memoryIdentityRepository } from '../repositories/memory-identity-repository.ts'
import { memoryQueuedMailRepository } from '../repositories/memory-queued-mail-repository.ts'
import { memoryIdempotentRequestRepository } from '../repositories/memory-idempotent-request-repository.ts'
import { memoryMessageRepository } from '../repositories/memory-message-repository.ts'
import { memoryLikeRepository } from '../repositories/memory-like-repository.ts'
import { memoryMixProposalRepository } from '../repositories/memory-mix-proposal-repository.ts'
import { memoryMixRepository } from '../repositories/memory-mix-repository.ts'
import { memoryMixRevisionRepository } from '../repositories/memory-mix-revision-repository.ts'
import { memoryPendingChangeRepository } from '../repositories/memory-pending-change-repository.ts'
import { memoryPostRepository } from '../repositories/memory-post-repository.ts'
import { memorySessionRepository } from '../repositories/memory-session-repository.ts'
import { memoryTrackRepository } from '../repositories/memory-track-repository.ts'
import { retryIn } from '../system/memory-failed-jobs.ts'
import type { MemoryStore, MemoryUnit } from './memory-store.ts'
import { memoryUserRepository } from '../repositories/memory-user-repository.ts'

const memoryJobQueue = (unit: MemoryUnit): JobQueue => ({
  add: (job) =>
    unit.step((draft) => {
      const key = jobKey(job)
      if (!draft.now().jobs.has(key)) draft.put('jobs', key, job)
      return ok()
    }),
  retry: retryIn(unit),
})

/**
 * Units run one after the other, which satisfies every lock that the ports promise. A refusal, an outage or an exception
 * rolls back. A unit started inside another one is `Unavailable`, because it would wait for itself.
 */
export const memoryUnitOfWork = (store: MemoryStore): UnitOfWork => ({
  run: (work) =>
    store.run((unit) =>
      work({
        users: memoryUserRepository(unit),
        activationKeys: memoryActivationKeyRepository(unit),
        identities: memoryIdentityRepository(unit),
        pendingChanges: memoryPendingChangeRepository(unit),
        queuedMails: memoryQueuedMailRepository(unit),
        sessions: memorySessionRepository(unit),
        audit: memoryAuditLog(unit),
        posts: memoryPostRepository(unit),
        likes: memoryLikeRepository(unit),
        comments: memoryCommentRepository(unit),
        tracks: memoryTrackRepository(unit),
        mixes: memoryMixRepository(unit),
        mixRevisions: memoryMixRevisionRepository(unit),
        mixProposals: memoryMixProposalRepository(unit),
        messages: memoryMessageRepository(unit),
        follows: memoryFollowRepository(unit),
        idempotentRequests: memoryIdempotentRequestRepository(unit),
        jobs: memoryJobQueue(unit),
      }),
    ),
})
