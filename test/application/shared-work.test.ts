import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { sharedWork } from '#application/shared/shared-work.ts'

/** Work that ends when the test says so. */
const bench = (limits = { atOnce: 2, waiting: 2 }) => {
  const share = sharedWork<string, string>(limits)
  const begun = new Map<string, (end: Result<string, string>) => void>()
  const ask = (key: string) =>
    share(key, () => {
      const { promise, resolve } = Promise.withResolvers<Result<string, string>>()
      begun.set(key, resolve)
      return new ResultAsync(promise)
    })
  const end = async (key: string, result: Result<string, string> = ok(key)) => {
    begun.get(key)!(result)
    begun.delete(key)
    await new Promise(setImmediate)
  }
  return { ask, end, begun: () => [...begun.keys()] }
}

test('so much is done at once, in the order it was asked for, and equal work once', async () => {
  const { ask, end, begun } = bench()
  const all = ['a', 'b', 'c', 'c', 'd'].map(ask)
  await new Promise(setImmediate)
  expect(begun()).toEqual(['a', 'b'])
  await end('b')
  expect(begun()).toEqual(['a', 'c'])
  await end('a', err('broken'))
  expect(begun()).toEqual(['c', 'd'])
  await end('c')
  await end('d')
  expect((await Promise.all(all)).map((one) => one.unwrapOr('refused'))).toEqual(['refused', 'b', 'c', 'c', 'd'])
})

test('what is too much is refused, and taken again once there is room', async () => {
  const { ask, end, begun } = bench({ atOnce: 1, waiting: 1 })
  void ask('a')
  void ask('b')
  expect(await ask('c')).toEqual(err({ type: 'Busy' }))
  await end('a')
  void ask('c')
  await end('b')
  expect(begun()).toEqual(['c'])
})

test('work that is done is done anew when it is asked for again', async () => {
  const { ask, end, begun } = bench()
  const first = ask('a')
  await new Promise(setImmediate)
  await end('a', err('broken'))
  expect((await first).isErr()).toBe(true)
  void ask('a')
  await new Promise(setImmediate)
  expect(begun()).toEqual(['a'])
})
