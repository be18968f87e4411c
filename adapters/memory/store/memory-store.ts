import { err, errAsync, type Result, ResultAsync } from 'neverthrow'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import { asyncContext } from './async-context.ts'
import { type MemoryOutage, memoryOutage } from './memory-outage.ts'
import { type Draft, draftOn, EMPTY_TABLES, type Tables } from './memory-tables.ts'

/** What repositories of one unit of work write to. */
export type MemoryUnit = {
  /** One step of a repository. After an `Unavailable` the unit cannot commit any more, as with a database. */
  step<Value, Refusal = never>(step: (draft: Draft) => Result<Value, Refusal | Unavailable>): Outcome<Value, Refusal>
  /** A number this sequence never gave before; one that a rolled-back unit took is not given again. */
  nextId(sequence: string): number
}

/** The rows behind all memory adapters of one world. */
export type MemoryStore = {
  readonly outage: MemoryOutage
  /** Looks at what is committed. */
  read<Value>(look: (tables: Tables) => Value): Outcome<Value>
  /**
   * Units run one after the other, each on a draft that takes the place of the rows when it ends well. A unit begun
   * inside another one would wait for it for ever, and is answered `Unavailable` instead: at once where the runtime can
   * tell, and otherwise, like every unit that waits too long for its turn, after the lock timeout. It never runs then.
   */
  run<Value, Refusal>(
    work: (unit: MemoryUnit) => ResultAsync<Value, Refusal>,
  ): ResultAsync<Value, Refusal | Unavailable>
  /** Calls `listener` after every commit that changed which jobs wait, until the answer is called. */
  onJobs(listener: () => void): () => void
}

type OpenUnit = MemoryUnit & {
  readonly draft: Draft
  readonly spoiled: () => Unavailable | null
  readonly isOpen: () => boolean
  readonly close: () => void
}

/** How long a unit waits for its turn. */
const LOCK_TIMEOUT = 10 * SECOND

export type MemoryStoreSettings = { readonly lockTimeout?: Milliseconds | undefined }

export const memoryStore = (
  outage: MemoryOutage = memoryOutage(),
  { lockTimeout = LOCK_TIMEOUT }: MemoryStoreSettings = {},
): MemoryStore => {
  const sequences = new Map<string, number>()
  const listeners = new Set<() => void>()
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
      const { jobs } = committed
      committed = unit.draft.now()
      if (committed.jobs !== jobs) listeners.forEach((listener) => listener())
      return result
    } catch (cause) {
      return err(unavailable('database', cause))
    } finally {
      unit.close()
    }
  }

  /** Performs the work when all units in front of it have ended, unless that takes too long. */
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
    onJobs: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const waitedTooLong = (timeout: Milliseconds): string =>
  `waited longer than ${timeout} ms for the unit of work in front: was this one begun inside it?`

const isUnavailable = (refusal: unknown): refusal is Unavailable =>
  typeof refusal === 'object' && refusal !== null && 'type' in refusal && refusal.type === 'Unavailable'

/** What a database's foreign or primary key would not let in. */
export const constraintViolation = (what: string): Result<never, Unavailable> =>
  err(unavailable('database', new Error(what)))
