import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { gate, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { SECOND } from '#domain/shared/instant.ts'

const tooLong = { type: 'Unavailable', what: 'database', cause: { message: expect.stringContaining('begun inside') } }

/** As in a browser: no unit knows which one it was begun in. */
const withoutAsyncContext = (): void => void vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('where no runtime tells which unit another one was begun in', () => {
  it('gives a unit inside another one up after ten seconds, never runs it, and goes on with the outer one', async () => {
    withoutAsyncContext()
    const { unitOfWork, tables } = memoryPorts()
    const hasWaited = gate()
    let innerRuns = 0
    const outer = unitOfWork.run(({ jobs }) =>
      safeTry(async function* () {
        yield* jobs.add({ type: 'purge-stale-users' })
        const inner = unitOfWork.run(() => okAsync(++innerRuns))
        hasWaited.open()
        return ok(await refusalOf(inner))
      }),
    )
    await hasWaited.opened
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(await valueOf(outer)).toMatchObject(tooLong)
    await valueOf(unitOfWork.run(() => okAsync()))
    expect(innerRuns).toBe(0)
    expect((await valueOf(tables())).jobs.size).toBe(1)
  })
})

/** A unit that ends when its gate is opened, and one behind it. */
const twoUnits = () => {
  const { unitOfWork } = memoryPorts({ lockTimeout: SECOND })
  const mayEnd = gate()
  let runs = 0
  const first = unitOfWork.run(() => ResultAsync.fromSafePromise(mayEnd.opened))
  return { unitOfWork, first, second: unitOfWork.run(() => okAsync(++runs)), end: mayEnd.open, runs: () => runs }
}

describe('a unit that waits for its turn', () => {
  it('is answered after the lock timeout that was set, and never runs later', async () => {
    const { unitOfWork, first, second, end, runs } = twoUnits()
    await vi.advanceTimersByTimeAsync(SECOND)
    expect(await refusalOf(second)).toMatchObject(tooLong)
    end()
    await valueOf(first)
    await valueOf(unitOfWork.run(() => okAsync()))
    expect(runs()).toBe(0)
  })

  it('runs where its turn comes in time, however long it takes itself', async () => {
    const { unitOfWork, first, second, end } = twoUnits()
    await vi.advanceTimersByTimeAsync(SECOND - 1)
    end()
    await valueOf(first)
    expect(await valueOf(second)).toBe(1)
    const slow = unitOfWork.run(() =>
      ResultAsync.fromSafePromise(vi.advanceTimersByTimeAsync(5 * SECOND)).map(() => 'done'),
    )
    expect(await valueOf(slow)).toBe('done')
    expect(vi.getTimerCount()).toBe(0)
  })
})
