/** One of two readers of the same stream. */
type Branch<Item> = {
  readonly items: AsyncIterable<Item>
  /** It reads no more, so nobody waits for it. */
  readonly close: () => Promise<void>
}

/** Starts two readers of one stream. The next item is asked for when both have taken the last. */
const fork = <Item>(source: AsyncIterable<Item>): readonly [Branch<Item>, Branch<Item>] => {
  const items = source[Symbol.asyncIterator]()
  let [next, asked] = [Promise.resolve<IteratorResult<Item>>({ done: true, value: undefined }), 0]
  const taken = [0, 0]
  const open = new Set([0, 1])
  let wake = (): void => undefined
  let moved = new Promise<void>((resolve) => (wake = resolve))
  const move = (): void => {
    wake()
    moved = new Promise<void>((resolve) => (wake = resolve))
  }

  const take = async (reader: number): Promise<IteratorResult<Item>> => {
    while (taken[reader] === asked && [...open].some((one) => taken[one]! < asked)) await moved
    if (!open.has(reader)) return { done: true, value: undefined }
    if (taken[reader] === asked) [next, asked] = [items.next(), asked + 1]
    taken[reader]!++
    move()
    return next
  }

  const close = async (reader: number): Promise<void> => {
    if (!open.delete(reader)) return
    move()
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
