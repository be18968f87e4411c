import type { Result } from 'neverthrow'

/** What was made; a refusal fails the test and shows why. */
export const valueIn = <Value>(result: Result<Value, unknown>): Value => {
  if (result.isErr()) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** Why it was refused; success fails the test. */
export const errorIn = <Refusal>(result: Result<unknown, Refusal>): Refusal => {
  if (result.isOk()) throw new Error(`succeeded with ${String(result.value)}, though it should be refused`)
  return result.error
}
