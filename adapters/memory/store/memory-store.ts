import { err, errAsync, type Result, ResultAsync } from 'neverthrow'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import { asyncContext } from './async-context.ts'
import { type MemoryOutage, memoryOutage } from './memory-outage.ts'
import { type Draft, draftOn, EMPTY_TABLES, type Tables } from './memory-tables.ts'

/** One open unit of work, as its repositories see it. */
export type MemoryUnit = {
  /** Runs one operation of a repository. After an `Unavailable` the unit can no longer commit, as with a database. */
  step<Value, Refusal = never>(step: (draft: Draft) => Result<Value, Refusal | Unavailable>): Outcome<Value, Refusal>
  /** The next number of a sequence. A rollback does not return it. */
  nextId(sequence: string): number
}

/** The rows that all in-memory adapters share. */
export type MemoryStore = {
  readonly outage: MemoryOutage
  /** Reads committed rows. */
  read<Value>(look: (tables: Tables) => Value): Outcome<Value>
  /**
   * Runs units of work one after the other, each on a draft that replaces the rows when it succeeds. A unit started inside
   * another one would deadlock, so it is `Unavailable`: at once if the runtime has an async context, otherwise after the lock
   * timeout, like every unit that waits too long. Its work never runs then.
   */
  run<Value, Refusal>(
    work: (unit: MemoryUnit) => ResultAsync<Value, Refusal>,
  ): ResultAsync<Value, Refusal | Unavailable>
  /** Calls `listener` after every commit, until the returned function is called. */
  onCommit(listener: CommitListener): () => void
}

/** Sees all rows as they were and as they are. A table that was not changed is the same object. */
export type CommitListener = (before: Tables, after: Tables) => void

type OpenUnit = MemoryUnit & {
  readonly draft: Draft
  readonly spoiled: () => Unavailable | null
  readonly isOpen: () => boolean
  readonly close: () => void
}

/** How long a unit of work waits for its turn, in milliseconds. */
const LOCK_TIMEOUT = 10 * SECOND

export type MemoryStoreSettings = { readonly lockTimeout?: Milliseconds | undefined }

export const memoryStore = (
  outage: MemoryOutage = memoryOutage(),
  { lockTimeout = LOCK_TIMEOUT }: MemoryStoreSettings = {},
): MemoryStore => {
  const sequences = new Map<string, number>()
  const listeners = new Set<CommitListener>()
  const enclosing = asyncContext<OpenUnit>()
  let committed = EMPTY_TABLES
  let lastTurn: Promise<unknown> = Promise.resolve()
  let unfinished = 0

  const openUnit = (): OpenUnit => {
    const draft = draftOn(committed)
    let spoiled: Unavailable | null = null
    let open = true
    const reachable = (): Result<void, Unavailable> =>
      open ? outage.check('database') : err(unavailable('database', new Error('this unit of work has ended')))
    return {
      draft,
      spoiled: () => spoiled,
      isOpen: () => open,
      close: () => {
        open = false
      },
      step: (step) => {
        const result = reachable().andThen(() => step(draft))
        if (result.isErr() && isUnavailable(result.error)) spoiled = result.error
        return new ResultAsync(Promise.resolve(result))
      },
      nextId: (sequence) => {
        const id = (sequences.get(sequence) ?? 0) + 1
        sequences.set(sequence, id)
        return id
      },
    }
  }

  const perform = async <Value, Refusal>(
    work: (unit: MemoryUnit) => ResultAsync<Value, Refusal>,
  ): Promise<Result<Value, Refusal | Unavailable>> => {
    const before = outage.check('database')
    if (before.isErr()) return err(before.error)
    const unit = openUnit()
    try {
      const result = await (enclosing === null ? work(unit) : enclosing.run(unit, () => work(unit)))
      if (result.isErr()) return result
      const spoiled = unit.spoiled()
      if (spoiled !== null) return err(spoiled)
      const after = outage.check('database')
      if (after.isErr()) return err(after.error)
      const replaced = committed
      committed = unit.draft.now()
      for (const listener of listeners) listener(replaced, committed)
      return result
    } catch (cause) {
      return err(unavailable('database', cause))
    } finally {
      unit.close()
    }
  }

  /** Runs the work after all earlier units, unless that takes too long. */
  const inTurn = <Value, Refusal>(
    work: (unit: MemoryUnit) => ResultAsync<Value, Refusal>,
  ): Promise<Result<Value, Refusal | Unavailable>> => {
    const { promise, resolve } = Promise.withResolvers<Result<Value, Refusal | Unavailable>>()
    let isGivenUp = false
    const giveUp = (): void => {
      isGivenUp = true
      resolve(err(unavailable('database', new Error(waitedTooLong(lockTimeout)))))
    }
    const timer = unfinished === 0 ? undefined : setTimeout(giveUp, lockTimeout)
    unfinished++
    const takeTurn = async (): Promise<void> => {
      clearTimeout(timer)
      if (!isGivenUp) resolve(await perform(work))
      unfinished--
    }
    lastTurn = lastTurn.then(takeTurn)
    return promise
  }

  return {
    outage,
    read: (look) => new ResultAsync(Promise.resolve(outage.check('database').map(() => look(committed)))),
    run: (work) => {
      if (enclosing?.getStore()?.isOpen() === true)
        return errAsync(unavailable('database', new Error('a unit of work was begun inside another one')))
      return new ResultAsync(inTurn(work))
    },
    onCommit: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const waitedTooLong = (timeout: Milliseconds): string =>
  `waited longer than ${timeout} ms for the unit of work in front: was this one begun inside it?`

const isUnavailable = (refusal: unknown): refusal is Unavailable =>
  typeof refusal === 'object' && refusal !== null && 'type' in refusal && refusal.type === 'Unavailable'

/** The failure of a foreign or primary key in a database. */
export const constraintViolation = (what: string): Result<never, Unavailable> =>
  err(unavailable('database', new Error(what)))
