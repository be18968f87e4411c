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
import { MikroOrmMixRepository } from '../repositories/mix-repository.ts'
import { MikroOrmPendingChangeRepository } from '../repositories/pending-change-repository.ts'
import { MikroOrmPostRepository } from '../repositories/post-repository.ts'
import { MikroOrmIdempotentRequestRepository } from '../repositories/idempotent-request-repository.ts'
import { MikroOrmSessionRepository } from '../repositories/session-repository.ts'
import { isInsideUnit, within } from './inside-unit.ts'
import { Unit } from './unit.ts'
import { MikroOrmUserRepository } from '../repositories/user-repository.ts'

/** The queue whose jobs commit and roll back with this transaction. */
export type JobsIn = (transaction: SqlTransaction<unknown>) => JobQueue

/** A unit that lost a deadlock or a serialization conflict is run at most this often. */
export const MAX_ATTEMPTS = 4

class Undone extends Error {}

/**
 * One transaction a unit, READ COMMITTED, over an EntityManager of its own. A unit begun inside another one is answered
 * `Unavailable`: on PGlite it would wait for itself, and on a server as soon as both want one row.
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
      return errAsync(unavailable('database', new Error('a unit of work was begun inside another one')))
    return new ResultAsync(this.#runAgain(work, MAX_ATTEMPTS))
  }

  async #runAgain<Value, Refusal>(
    work: (transaction: Transaction) => ResultAsync<Value, Refusal>,
    attempts: number,
  ): Promise<Result<Value, Refusal | Unavailable>> {
    const { result, failure } = await this.#runOnce(work)
    return failure !== null && isConflict(failure.cause) && attempts > 1 ? this.#runAgain(work, attempts - 1) : result
  }

  async #runOnce<Value, Refusal>(
    work: (transaction: Transaction) => ResultAsync<Value, Refusal>,
  ): Promise<{ readonly result: Result<Value, Refusal | Unavailable>; readonly failure: Unavailable | null }> {
    const em = this.#orm.em.fork()
    const unit = new Unit(em)
    const done: { result: Result<Value, Refusal> | null } = { result: null }
    try {
      // Not em.transactional: where commit or rollback cannot get through, it never gives its connection back.
      await em
        .getKysely<unknown>()
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          em.setTransactionContext(transaction)
          done.result = await within(unit, () => work(this.#reachOf(unit, transaction)))
          if (done.result.isErr() || unit.failure !== null) throw new Undone()
        })
    } catch (cause) {
      if (!(cause instanceof Undone) && done.result?.isErr() !== true) unit.fail(unavailable('database', cause))
    } finally {
      unit.close()
    }
    const { failure } = unit
    const { result } = done
    if (result !== null && (result.isErr() || failure === null)) return { result, failure }
    return { result: err(failure ?? unavailable('database', 'the unit did not end')), failure }
  }

  #reachOf(unit: Unit, transaction: SqlTransaction<unknown>): Transaction {
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
      mixes: new MikroOrmMixRepository(unit),
      messages: new MikroOrmMessageRepository(unit),
      follows: new MikroOrmFollowRepository(unit),
      idempotentRequests: new MikroOrmIdempotentRequestRepository(unit),
      jobs: { add: (job) => unit.also(() => jobs.add(job)) },
    }
  }
}
