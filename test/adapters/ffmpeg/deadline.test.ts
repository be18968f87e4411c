import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Deadline } from '#adapters/ffmpeg/deadline.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new Promise<never>(() => undefined)

/** Work that takes so long. */
const lasting = (milliseconds: number): Promise<string> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds, 'done')
  })

test('work within the time gives what it gives, and leaves no timer', async () => {
  const work = new Deadline(100).during(lasting(99))
  await vi.advanceTimersByTimeAsync(99)
  expect(valueOf(await work)).toBe('done')
  expect(vi.getTimerCount()).toBe(0)
})

test('work that does not end is over when the time is', async () => {
  const work = new Deadline(100).during(never)
  await vi.advanceTimersByTimeAsync(100)
  expect(faultOf(await work)).toEqual({ type: 'TimedOut', milliseconds: 100 })
})

test('the waits add up', async () => {
  const deadline = new Deadline(100)
  const first = deadline.during(lasting(60))
  await vi.advanceTimersByTimeAsync(60)
  expect(valueOf(await first)).toBe('done')
  const second = deadline.during(lasting(60))
  await vi.advanceTimersByTimeAsync(40)
  expect(faultOf(await second).type).toBe('TimedOut')
})

test('time in which nobody waits does not count', async () => {
  const deadline = new Deadline(100)
  for (let turn = 0; turn < 9; turn++) {
    const work = deadline.during(lasting(10))
    await vi.advanceTimersByTimeAsync(10)
    expect(valueOf(await work)).toBe('done')
    await vi.advanceTimersByTimeAsync(10_000)
  }
})
