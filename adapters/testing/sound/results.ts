import type { Result } from 'neverthrow'

/** The value; an error fails the case. */
export const valueOf = <Value>(result: Result<Value, unknown>): Value => {
  if (result.isErr()) throw new Error('a fault, though it should succeed', { cause: result.error })
  return result.value
}

/** The error; success fails the case. */
export const faultOf = <Fault>(result: Result<unknown, Fault>): Fault => {
  if (result.isOk()) throw new Error('it succeeded, though it should be a fault')
  return result.error
}

/** All results of a stream, values and errors. */
export const itemsOf = async <Item>(stream: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}
