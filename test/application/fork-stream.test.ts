import { describe, expect, it } from 'vitest'
import { alongside } from '#application/shared/fork-stream.ts'

const counting = (length: number) => {
  const seen = { asked: 0, isClosed: false }
  async function* numbers(): AsyncGenerator<number> {
    try {
      for (let number = 1; number <= length; number++) {
        seen.asked = number
        yield number
      }
    } finally {
      seen.isClosed = true
    }
  }
  return { seen, numbers: numbers() }
}

const gather = async (items: AsyncIterable<number>): Promise<readonly number[]> => {
  const all: number[] = []
  for await (const item of items) all.push(item)
  return all
}

const first = async (items: AsyncIterable<number>): Promise<number> => {
  for await (const item of items) return item
  return 0
}

describe('two readers of one stream', () => {
  it('both get all of it, in order', async () => {
    const { numbers, seen } = counting(5)
    expect(await alongside(numbers, gather, gather)).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ])
    expect(seen.isClosed).toBe(true)
  })

  it('wait for one another, so that nothing piles up', async () => {
    const { numbers, seen } = counting(5)
    const ahead: number[] = []
    const slow = async (items: AsyncIterable<number>): Promise<void> => {
      for await (const item of items) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve()
        ahead.push(seen.asked - item)
      }
    }
    await alongside(numbers, gather, slow)
    expect(Math.max(...ahead)).toBeLessThanOrEqual(1)
  })

  it('one that ends early, or never begins, does not hold up the other', async () => {
    const { numbers, seen } = counting(5)
    expect(await alongside(numbers, async () => 'nothing', gather)).toEqual(['nothing', [1, 2, 3, 4, 5]])
    expect(await alongside(counting(5).numbers, gather, first)).toEqual([[1, 2, 3, 4, 5], 1])
    expect(seen.isClosed).toBe(true)
  })

  it('that both end early close the stream', async () => {
    const { numbers, seen } = counting(5)
    expect(await alongside(numbers, first, first)).toEqual([1, 1])
    expect(seen).toEqual({ asked: 1, isClosed: true })
  })
})
