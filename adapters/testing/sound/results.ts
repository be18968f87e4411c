import type { Result } from 'neverthrow'

/** What came of it; a fault fails the case and shows why. */
export const valueOf = <Value>(result: Result<Value, unknown>): Value => {
  if (result.isErr()) throw new Error('a fault, though it should succeed', { cause: result.error })
  return result.value
}

/** The fault it came to; success fails the case. */
export const faultOf = <Fault>(result: Result<unknown, Fault>): Fault => {
  if (result.isOk()) throw new Error('it succeeded, though it should be a fault')
  return result.error
}

/** Everything a stream gives, values and faults. */
export const itemsOf = async <Item>(stream: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}
