/** Does the work for each item, so many at once. The first failure is thrown once nothing is under way any more. */
export const inParallel = async <Item>(
  items: AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const iterator = items[Symbol.asyncIterator]()
  const failures: unknown[] = []
  const takeInTurn = async (): Promise<void> => {
    try {
      while (failures.length === 0) {
        const next = await iterator.next()
        if (next.done === true) return
        await work(next.value)
      }
    } catch (cause) {
      failures.push(cause)
    }
  }
  await Promise.all(Array.from({ length: width }, takeInTurn))
  if (failures.length > 0) throw failures[0]
}
