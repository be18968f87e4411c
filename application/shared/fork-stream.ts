/** One of two readers of the same stream. */
type Branch<Item> = {
  readonly items: AsyncIterable<Item>
  /** It reads no more, so nobody waits for it. */
  readonly close: () => Promise<void>
}

type Signal = { readonly told: Promise<void>; readonly tell: () => void }

const signal = (): Signal => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { told: promise, tell: resolve }
}

/**
 * Starts two readers of one stream. The next item is asked for when both have taken the last. A branch that nobody reads to
 * its end has to be closed, or the other one waits for it.
 */
export const fork = <Item>(source: AsyncIterable<Item>): readonly [Branch<Item>, Branch<Item>] => {
  const items = source[Symbol.asyncIterator]()
  let current: Promise<IteratorResult<Item>> | null = null
  let asked = 0
  const taken = [0, 0]
  const open = new Set([0, 1])
  let change = signal()
  const changed = (): void => {
    change.tell()
    change = signal()
  }

  const take = async (reader: number): Promise<IteratorResult<Item>> => {
    // Whoever is ahead waits until the other one has taken the last item, or reads no more.
    while (taken[reader] === asked && [...open].some((one) => taken[one]! < asked)) await change.told
    if (!open.has(reader)) return { done: true, value: undefined }
    if (current === null || taken[reader] === asked) {
      current = items.next()
      asked++
    }
    taken[reader]!++
    changed()
    return current
  }

  const close = async (reader: number): Promise<void> => {
    if (!open.delete(reader)) return
    changed()
    if (open.size === 0) await items.return?.()
  }

  const branch = (reader: number): Branch<Item> => ({
    close: () => close(reader),
    items: {
      [Symbol.asyncIterator]: () => ({
        next: () => take(reader),
        return: async () => {
          await close(reader)
          return { done: true, value: undefined }
        },
      }),
    },
  })
  return [branch(0), branch(1)]
}

/**
 * Gives the same stream to two readers that work side by side, and waits for both. The slower one holds up the other; one
 * that ends early does not. The stream is closed in the end.
 */
export const alongside = async <Item, One, Other>(
  source: AsyncIterable<Item>,
  one: (items: AsyncIterable<Item>) => PromiseLike<One>,
  other: (items: AsyncIterable<Item>) => PromiseLike<Other>,
): Promise<readonly [One, Other]> => {
  const [first, second] = fork(source)
  const ended = async <Value>(work: PromiseLike<Value>, branch: Branch<Item>): Promise<Value> => {
    const value = await work
    await branch.close()
    return value
  }
  return await Promise.all([ended(one(first.items), first), ended(other(second.items), second)])
}

/** Starts work on a stream that will be given later, and has to be given once. What is returned gives it. */
export const startedBefore = <Item, Value>(
  work: (items: AsyncIterable<Item>) => Value,
): ((source: AsyncIterable<Item>) => Value) => {
  const { promise, resolve } = Promise.withResolvers<AsyncIterable<Item>>()
  async function* later(): AsyncGenerator<Item, void, undefined> {
    yield* await promise
  }
  const value = work(later())
  return (source) => {
    resolve(source)
    return value
  }
}
