import { err, type Result, ResultAsync } from 'neverthrow'
import { memoryScheduler } from '#adapters/memory/system/memory-scheduler.ts'
import type { Ports } from '#application/ports.ts'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import { intercepted } from '../intercepted.ts'

/** Ports of a process that is killed at one of its awaits: what was asked has been done, and no answer ever comes. */
export type CrashingPorts = {
  readonly ports: Ports
  /** What was asked for so far, `port.method` each; the last one is where it died, if it did. */
  readonly calls: readonly string[]
  /** Resolves when the process is gone; never, if it has fewer awaits. */
  readonly gone: Promise<void>
}

/** They answer at once, so that nothing is awaited; the scheduler is one of its own, which dies with the process. */
const WITHOUT_AWAIT = new Set<string>([
  'clock',
  'chance',
  'scheduler',
  'commonPasswords',
  'jobRunner',
] satisfies (keyof Ports)[])

const never = new Promise<never>(() => undefined)

const isStream = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer

const isPort = (port: unknown): port is object => typeof port === 'object' && port !== null

/** Dies at the await of this number, from 0. What a dead process still holds open is rolled back, as a database does it. */
export const crashingPorts = (ports: Ports, at: number): CrashingPorts => {
  const calls: string[] = []
  const { promise: gone, resolve: die } = Promise.withResolvers<void>()
  let isGone = false

  const diesHere = (call: string): boolean => {
    if (isGone) return true
    calls.push(call)
    if (calls.length <= at) return false
    isGone = true
    die()
    return true
  }

  const answered = async <Answer>(call: string, answer: PromiseLike<Answer>): Promise<Answer> => {
    const value = await answer
    return diesHere(call) ? never : value
  }

  async function* streamed(call: string, items: AsyncIterable<unknown>) {
    for await (const item of items) {
      if (diesHere(`${call}, a part`)) await never
      yield item
    }
  }

  const through = <Port extends object>(port: Port, name: string): Port =>
    intercepted(port, name, (call, act) => {
      if (isGone) return new ResultAsync(never)
      const answer = act()
      if (answer instanceof ResultAsync) return new ResultAsync(answered(call, answer))
      return isStream(answer) ? streamed(call, answer) : answer
    })

  const transactionThrough = (transaction: Transaction): Transaction =>
    Object.fromEntries(
      Object.entries(transaction).map(([name, repository]) => [name, through(repository, name)]),
    ) as unknown as Transaction

  /** The connection is gone, and the database rolls back. */
  const rolledBack = async <Value, Refusal>(): Promise<Result<Value, Refusal | Unavailable>> => {
    await gone
    return err(unavailable('database', new Error('the connection is gone')))
  }

  const unitOfWork: UnitOfWork = {
    run: <Value, Refusal>(
      work: (transaction: Transaction) => ResultAsync<Value, Refusal>,
    ): ResultAsync<Value, Refusal | Unavailable> => {
      if (isGone) return new ResultAsync<Value, Refusal | Unavailable>(never)
      const outcome = ports.unitOfWork.run((transaction) => {
        const worked = work(transactionThrough(transaction))
        return new ResultAsync<Value, Refusal | Unavailable>(Promise.race([worked, rolledBack<Value, Refusal>()]))
      })
      return new ResultAsync(answered('unitOfWork.run', outcome))
    },
  }

  const wrapped = Object.entries(ports).filter(([name, port]) => !WITHOUT_AWAIT.has(name) && isPort(port))
  return {
    ports: {
      ...ports,
      ...Object.fromEntries(wrapped.map(([name, port]) => [name, through(port as object, name)])),
      unitOfWork,
      scheduler: memoryScheduler(),
    },
    calls,
    gone,
  }
}
