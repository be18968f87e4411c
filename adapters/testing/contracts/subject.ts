import type { Result, ResultAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { It, TestRunner } from '#adapters/testing/test-runner.ts'
import type { Unavailable } from '#application/shared/outcome.ts'

/** One adapter to be examined, made before every case. What it stands on may be shared and may have rows in it. */
export type Made<Subject> = {
  readonly subject: Subject
  readonly close: () => Promise<void>
}

/** An adapter whose technology can be taken from under it. */
export type Breakable<Subject> = Made<Subject> & {
  /** From now on the technology is out of reach. Acts at once: a unit that is open now must not be waited for. */
  readonly breakDown: () => Promise<void>
  /** It is back, with what it had. Left out where the adapter has to be made anew. */
  readonly repair?: () => Promise<void>
}

export type Make<Subject> = () => Promise<Made<Subject>>
export type MakeBreakable<Subject> = () => Promise<Breakable<Subject>>

/** A suite over a subject that is made before each case and closed after it. */
export const contract = <Some extends Made<unknown>>(
  { describe, it, beforeEach, afterEach }: TestRunner,
  { of, name }: { readonly of: string; readonly name?: string | undefined },
  make: () => Promise<Some>,
  cases: (made: () => Some, it: It) => void,
): void => {
  describe(name === undefined ? of : `${of}: ${name}`, () => {
    let made: Some | null = null
    beforeEach(async () => {
      made = await make()
    })
    afterEach(async () => {
      await made?.close()
      made = null
    })
    cases(() => made!, it)
  })
}

/** What came of it; anything else than success fails the case and shows why. */
export const valueOf = async <Value>(outcome: ResultAsync<Value, unknown>): Promise<Value> => {
  const result = await outcome
  if (result.isErr()) throw new Error('refused, though it should succeed', { cause: result.error })
  return result.value
}

/** Why it was refused; success fails the case. */
export const refusalOf = async <Refusal>(outcome: ResultAsync<unknown, Refusal>): Promise<Refusal> => {
  const result = await outcome
  if (result.isOk()) throw new Error(`succeeded with ${JSON.stringify(result.value)}, though it should be refused`)
  return result.error
}

/** It answers `Unavailable`, by value. */
export const expectUnavailable = async (outcome: ResultAsync<unknown, unknown>): Promise<void> => {
  expect(await refusalOf(outcome)).toMatchObject({ type: 'Unavailable' })
}

export const isUnavailable = (result: Result<unknown, unknown>): boolean =>
  result.isErr() && (result.error as Partial<Unavailable>).type === 'Unavailable'

/** A door that a case opens when it is time. */
export const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

/** Tries to change a value that was handed out or handed in, as a careless host might; a frozen one withstands. */
export const meddleWith = (value: object): void => {
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'object' && field !== null) meddleWith(field as object)
    else Reflect.set(value, name, typeof field === 'number' ? 4711 : 'meddled with')
  }
}
