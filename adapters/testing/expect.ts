import * as fc from 'fast-check'
import { areEqual, Pattern } from './equality.ts'

/** Fails a case. Runners show the difference between `expected` and `actual`. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
  readonly actual: unknown
  readonly expected: unknown

  constructor(message: string, { actual, expected }: { readonly actual: unknown; readonly expected: unknown }) {
    super(message)
    this.actual = actual
    this.expected = expected
  }
}

const LONGEST = 2000

const shown = (value: unknown): string => {
  const text = fc.stringify(value)
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`
}

type Judge = (actual: unknown, ...expected: never[]) => boolean

const lengthOf = (value: unknown): unknown => (value as { readonly length?: unknown } | null | undefined)?.length

const holds = (whole: unknown, part: unknown): boolean =>
  typeof whole === 'string' ? whole.includes(part as string) : [...(whole as Iterable<unknown>)].includes(part)

const isNear = (actual: number, expected: number, decimals = 2): boolean =>
  actual === expected || Math.abs(actual - expected) < 10 ** -decimals / 2

const JUDGES = {
  /** The same value (`Object.is`). */
  toBe: (actual: unknown, expected: unknown) => Object.is(actual, expected),
  /** Equal content, ignoring undefined fields and classes. */
  toEqual: (actual: unknown, expected: unknown) => areEqual(actual, expected, 'loosely'),
  /** Equal content, including undefined fields and classes. */
  toStrictEqual: (actual: unknown, expected: unknown) => areEqual(actual, expected, 'strictly'),
  /** At least these fields, at any depth; lists in full. */
  toMatchObject: (actual: unknown, expected: object) => areEqual(actual, expected, 'partly'),
  /** A list with this member, or a text with this part. */
  toContain: (actual: unknown, expected: unknown) => holds(actual, expected),
  toHaveLength: (actual: unknown, expected: number) => lengthOf(actual) === expected,
  toBeNull: (actual: unknown) => actual === null,
  toMatch: (actual: unknown, expected: RegExp) => typeof actual === 'string' && actual.search(expected) >= 0,
  toBeInstanceOf: (actual: unknown, expected: abstract new (...all: never[]) => unknown) => actual instanceof expected,
  toBeGreaterThan: (actual: unknown, expected: number) => (actual as number) > expected,
  toBeGreaterThanOrEqual: (actual: unknown, expected: number) => (actual as number) >= expected,
  toBeLessThan: (actual: unknown, expected: number) => (actual as number) < expected,
  toBeLessThanOrEqual: (actual: unknown, expected: number) => (actual as number) <= expected,
  /** Equal to this many decimals, 2 by default. */
  toBeCloseTo: (actual: unknown, expected: number, decimals?: number) => isNear(actual as number, expected, decimals),
} satisfies Readonly<Record<string, Judge>>

type ExpectedOf<Judged> = Judged extends (actual: unknown, ...expected: infer Expected) => boolean ? Expected : never

/** The matchers. */
export type Matchers = {
  readonly [Name in keyof typeof JUDGES]: (...expected: ExpectedOf<(typeof JUDGES)[Name]>) => void
}

const words = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const judging = (actual: unknown, why: string | undefined, isMeant: boolean): Matchers => {
  const matcher = (name: string, judge: Judge) => (expected?: unknown, more?: unknown) => {
    if (judge(actual, ...([expected, more] as never[])) === isMeant) return
    const said = [...(isMeant ? [] : ['not']), words(name), ...(judge.length > 1 ? [shown(expected)] : [])].join(' ')
    const prefix = why === undefined ? '' : `${why}: `
    throw new AssertionError(`${prefix}expected ${shown(actual)} ${said}`, { actual, expected })
  }
  return Object.fromEntries(Object.entries(JUDGES).map(([name, judge]) => [name, matcher(name, judge)])) as Matchers
}

/** `expect(sum).toBe(3)`, `expect(sum).not.toBe(4)`. `why` is put before the message. */
export const expect = (actual: unknown, why?: string): Matchers & { readonly not: Matchers } => ({
  ...judging(actual, why, true),
  not: judging(actual, why, false),
})

/** In an expected value: a list that contains all of these, in any order. */
export const arrayContaining = (members: readonly unknown[]): Pattern =>
  new Pattern(
    `arrayContaining(${shown(members)})`,
    (actual) =>
      Array.isArray(actual) && members.every((member) => actual.some((one) => areEqual(one, member, 'loosely'))),
  )

/** In an expected value: an object that has at least these fields. */
export const objectContaining = (fields: object): Pattern =>
  new Pattern(`objectContaining(${shown(fields)})`, (actual) => areEqual(actual, fields, 'partly'))
