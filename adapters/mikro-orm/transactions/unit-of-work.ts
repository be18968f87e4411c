import type { MikroORM } from '@mikro-orm/postgresql'
import type { Transaction as SqlTransaction } from 'kysely'
import { err, errAsync, type Result, ResultAsync } from 'neverthrow'
import type { JobQueue } from '#application/shared/jobs.ts'
import { unavailable, type Unavailable } from '#application/shared/outcome.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import { MikroOrmActivationKeyRepository } from '../repositories/activation-key-repository.ts'
import { MikroOrmAuditLog } from '../repositories/audit-log.ts'
import { MikroOrmCommentRepository } from '../repositories/comment-repository.ts'
import { isConflict } from '../database-error.ts'
import { MikroOrmFollowRepository } from '../repositories/follow-repository.ts'
import { MikroOrmIdentityRepository } from '../repositories/identity-repository.ts'
import { MikroOrmQueuedMailRepository } from '../repositories/queued-mail-repository.ts'
import { MikroOrmMessageRepository } from '../repositories/message-repository.ts'
import { MikroOrmLikeRepository } from '../repositories/like-repository.ts'
import { MikroOrmMixProposalRepository } from '../repositories/mix-proposal-repository.ts'
import { MikroOrmMixRepository } from '../repositories/mix-repository.ts'
import { MikroOrmMixRevisionRepository } from '../repositories/mix-revision-repository.ts'
import { MikroOrmPendingChangeRepository } from '../repositories/pending-change-repository.ts'
import { MikroOrmPostRepository } from '../repositories/post-repository.ts'
import { MikroOrmIdempotentRequestRepository } from '../repositories/idempotent-request-repository.ts'
import { MikroOrmSessionRepository } from '../repositories/session-repository.ts'
import { isInsideUnit, runInside } from './inside-unit.ts'
import { Unit } from './unit.ts'
import { MikroOrmTrackRepository } from '../repositories/track-repository.ts'
import { MikroOrmUserRepository } from '../repositories/user-repository.ts'

/** The queue whose jobs commit and roll back with this transaction. */
export type JobsIn = (transaction: SqlTransaction<unknown>) => JobQueue

/** How often a unit of work is run in total if it loses deadlocks or serialization conflicts. */
export const MAX_ATTEMPTS = 4

/** Makes Kysely roll the transaction back. */
class RolledBack extends Error {}

/**
 * Runs each unit of work in one READ COMMITTED transaction with its own EntityManager. A nested unit of work fails with
 * `Unavailable`: it would deadlock with the outer one, always on PGlite, and on a server once both want the same row.
 */
export class MikroOrmUnitOfWork implements UnitOfWork {
  readonly #orm: MikroORM
  readonly #jobsIn: JobsIn

  constructor(orm: MikroORM, jobsIn: JobsIn) {
    this.#orm = orm
    this.#jobsIn = jobsIn
  }

  run<Value, Refusal>(
    work: (transaction: Transaction) => ResultAsync<Value, Refusal>,
  ): ResultAsync<Value, Refusal | Unavailable> {
    if (isInsideUnit())
      return errAsync(unavailable('database', new Error('a unit of work was started inside another one')))
    return new ResultAsync(this.#runWithRetries(work, MAX_ATTEMPTS))
  }

  async #runWithRetries<Value, Refusal>(
    work: (transaction: Transaction) => ResultAsync<Value, Refusal>,
    attempts: number,
  ): Promise<Result<Value, Refusal | Unavailable>> {
    const { result, failure } = await this.#runOnce(work)
    return failure !== null && isConflict(failure.cause) && attempts > 1
      ? this.#runWithRetries(work, attempts - 1)
      : result
  }

  async #runOnce<Value, Refusal>(
    work: (transaction: Transaction) => ResultAsync<Value, Refusal>,
  ): Promise<{ readonly result: Result<Value, Refusal | Unavailable>; readonly failure: Unavailable | null }> {
    const em = this.#orm.em.fork()
    const unit = new Unit(em)
    const done: { result: Result<Value, Refusal> | null } = { result: null }
    try {
      // Not em.transactional, which never releases its connection if commit or rollback fails.
      await em
        .getKysely<unknown>()
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          em.setTransactionContext(transaction)
          done.result = await runInside(unit, () => work(this.#transactionOn(unit, transaction)))
          if (done.result.isErr() || unit.failure !== null) throw new RolledBack()
        })
    } catch (cause) {
      if (!(cause instanceof RolledBack) && done.result?.isErr() !== true) unit.fail(unavailable('database', cause))
    } finally {
      unit.close()
    }
    const { failure } = unit
    const { result } = done
    if (result !== null && (result.isErr() || failure === null)) return { result, failure }
    return { result: err(failure ?? unavailable('database', 'the unit of work did not complete')), failure }
  }

  #transactionOn(unit: Unit, transaction: SqlTransaction<unknown>): Transaction {
    const jobs = this.#jobsIn(transaction)
    return {
      users: new MikroOrmUserRepository(unit),
      activationKeys: new MikroOrmActivationKeyRepository(unit),
      identities: new MikroOrmIdentityRepository(unit),
      pendingChanges: new MikroOrmPendingChangeRepository(unit),
      queuedMails: new MikroOrmQueuedMailRepository(unit),
      sessions: new MikroOrmSessionRepository(unit),
      audit: new MikroOrmAuditLog(unit),
      posts: new MikroOrmPostRepository(unit),
      likes: new MikroOrmLikeRepository(unit),
      comments: new MikroOrmCommentRepository(unit),
      tracks: new MikroOrmTrackRepository(unit),
      mixes: new MikroOrmMixRepository(unit),
      mixRevisions: new MikroOrmMixRevisionRepository(unit),
      mixProposals: new MikroOrmMixProposalRepository(unit),
      messages: new MikroOrmMessageRepository(unit),
      follows: new MikroOrmFollowRepository(unit),
      idempotentRequests: new MikroOrmIdempotentRequestRepository(unit),
      jobs: {
        add: (job) => unit.perform(() => jobs.add(job)),
        retry: (which) => unit.perform(() => jobs.retry(which)),
      },
    }
  }
}
