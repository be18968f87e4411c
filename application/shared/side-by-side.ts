import { Result, ResultAsync } from 'neverthrow'

/**
 * Does work for each item, so much at once: the next begins when any has ended. The values are in the order of the items. After
 * a fault nothing more is begun, and what was begun is waited for.
 */
export const sideBySide = <Item, Value, Fault>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => ResultAsync<Value, Fault>,
): ResultAsync<readonly Value[], Fault> => {
  const rest = items.entries()
  const done = new Map<number, Result<Value, Fault>>()
  let isFine = true
  const takeTurns = async (): Promise<void> => {
    for (const [at, item] of rest) {
      const result = await work(item)
      done.set(at, result)
      if (result.isErr()) isFine = false
      if (!isFine) return
    }
  }
  const turns = Array.from({ length: atOnce }, takeTurns)
  return ResultAsync.fromSafePromise(Promise.all(turns)).andThen(() =>
    Result.combine(items.flatMap((_, at) => done.get(at) ?? [])),
  )
}
