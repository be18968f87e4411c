import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { sideBySide } from '#application/shared/side-by-side.ts'

/** Work that ends when the test says so. */
const bench = (items: readonly string[], atOnce: number) => {
  const begun = new Map<string, (end: Result<string, string>) => void>()
  const all = sideBySide(items, atOnce, (item) => {
    const { promise, resolve } = Promise.withResolvers<Result<string, string>>()
    begun.set(item, resolve)
    return new ResultAsync(promise)
  })
  const end = async (item: string, result: Result<string, string> = ok(item.toUpperCase())) => {
    begun.get(item)!(result)
    begun.delete(item)
    await new Promise(setImmediate)
  }
  return { all, end, underWay: () => [...begun.keys()] }
}

test('the next begins when any has ended, and the values come in order', async () => {
  const { all, end, underWay } = bench(['a', 'b', 'c', 'd'], 2)
  expect(underWay()).toEqual(['a', 'b'])
  await end('b')
  expect(underWay()).toEqual(['a', 'c'])
  await end('c')
  await end('d')
  expect(underWay()).toEqual(['a'])
  await end('a')
  expect(await all).toEqual(ok(['A', 'B', 'C', 'D']))
})

test('after a fault nothing more is begun, and what was begun is waited for', async () => {
  const { all, end, underWay } = bench(['a', 'b', 'c'], 2)
  let isOver = false
  void all.mapErr(() => (isOver = true))
  await end('b', err('broken'))
  expect([underWay(), isOver]).toEqual([['a'], false])
  await end('a')
  expect([underWay(), await all]).toEqual([[], err('broken')])
})

test('nothing is nothing, and more may be done at once than there is', async () => {
  expect(await bench([], 3).all).toEqual(ok([]))
  const { all, end } = bench(['a'], 3)
  await end('a')
  expect(await all).toEqual(ok(['A']))
})
