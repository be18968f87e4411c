import type { EntityManager } from '@mikro-orm/postgresql'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type Outcome, unavailable, type Unavailable } from '#application/shared/outcome.ts'
import { violatedIndex } from '../database-error.ts'

const SAVEPOINT = 'before_unique_statement'

/**
 * Runs the statements of one transaction one at a time, in the order of the calls. It remembers the first failure,
 * because PostgreSQL reports no error when the commit of an aborted transaction becomes a rollback.
 */
export class Unit {
  readonly #em: EntityManager
  #last: Promise<unknown> = Promise.resolve()
  #failure: Unavailable | null = null
  #isOpen = true

  constructor(em: EntityManager) {
    this.#em = em
  }

  /** The first failure that aborted the transaction. */
  get failure(): Unavailable | null {
    return this.#failure
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  close(): void {
    this.#isOpen = false
  }

  ask<Value>(statement: (em: EntityManager) => Promise<Value>): Outcome<Value> {
    return this.#inTurn(async () => {
      try {
        return ok(await statement(this.#em))
      } catch (cause) {
        return err(this.fail(unavailable('database', cause)))
      }
    })
  }

  /** Runs a statement that may violate a unique index. After a violation the transaction can continue. */
  askForUnique<Value, Refusal>(
    statement: (em: EntityManager) => Promise<Value>,
    refusalOf: (index: string) => Refusal | null,
  ): Outcome<Value, Refusal> {
    return this.#inTurn<Value, Refusal>(async () => {
      try {
        await this.#em.execute(`savepoint ${SAVEPOINT}`)
        try {
          const value = await statement(this.#em)
          await this.#em.execute(`release savepoint ${SAVEPOINT}`)
          return ok(value)
        } catch (cause) {
          const index = violatedIndex(cause)
          const refusal = index === null ? null : refusalOf(index)
          if (refusal === null) throw cause
          await this.#em.execute(`rollback to savepoint ${SAVEPOINT}`)
          return err(refusal)
        }
      } catch (cause) {
        return err(this.fail(unavailable('database', cause)))
      }
    })
  }

  /** Does something else inside this transaction, such as queueing a job. */
  perform<Value>(act: () => Outcome<Value>): Outcome<Value> {
    return this.#inTurn(() => act().mapErr((failure) => this.fail(failure)))
  }

  fail(failure: Unavailable): Unavailable {
    this.#failure ??= failure
    return failure
  }

  #inTurn<Value, Refusal = never>(
    ask: () => PromiseLike<Result<Value, Refusal | Unavailable>>,
  ): Outcome<Value, Refusal> {
    const answer = this.#last.then(ask)
    this.#last = answer
    return new ResultAsync(answer)
  }
}
