import type { ResultAsync } from 'neverthrow'
import { type Asked, hasAskedOften, type Idea } from './idea.ts'
import type { Person } from './people.ts'

/** What came of it, in a word: `ok`, or the type of its refusal. */
export type Came<Value> = { readonly word: string; readonly value: Value | null }

export const cameOf = async <Value>(outcome: ResultAsync<Value, { readonly type: string }>): Promise<Came<Value>> => {
  const result = await outcome
  return result.isOk() ? { word: 'ok', value: result.value } : { word: result.error.type, value: null }
}

/** Anything else than what should be fails the run. */
export const meets = (found: string, expected: string, what: string): void => {
  if (found !== expected) throw new Error(`${what}: “${found}” where “${expected}” should be`)
}

/** It is refused like this. */
export const isRefused = ({ word }: Came<unknown>, expected: string, what: string): void => meets(word, expected, what)

/** It succeeds, and with what. */
export const succeeds = <Value>({ word, value }: Came<Value>, what: string): Value => {
  meets(word, 'ok', what)
  return value as Value
}

/** Notes who asked for what: nobody who asked rarely is turned away for what others did. */
export const isTurnedAway = (on: Idea, what: Asked, by: Person, { word }: Came<unknown>): boolean => {
  if (word !== 'TooManyAttempts') return false
  if (by === 'owner' && !hasAskedOften(on, what, by)) throw new Error(`${what}: the owner is locked out`)
  return true
}

export const isCounted = (on: Idea, what: Asked, by: Person): void => void on.asked.push({ what, by, at: on.now })
