import { describe, expect, test } from 'vitest'
import { arrayContaining, AssertionError, expect as ours, objectContaining } from '#adapters/testing/expect.ts'

type Matcher = Exclude<keyof ReturnType<typeof ours>, 'not'>
type Tried = readonly [actual: unknown, ...expected: unknown[]]

class Point {
  readonly x: number
  constructor(x: number) {
    this.x = x
  }
}

const circle = (name: string): object => {
  const self: Record<string, unknown> = { name }
  self['self'] = self
  return self
}

const hole = (): unknown[] => {
  const list = [1, 2, 3]
  // oxlint-disable-next-line typescript/no-array-delete -- a hole is what is wanted
  delete list[1]
  return list
}

/** Of each matcher what it lets pass and what it does not. */
const TABLE: Readonly<Record<Matcher, { readonly passes: readonly Tried[]; readonly fails: readonly Tried[] }>> = {
  toBe: {
    passes: [
      [1, 1],
      [NaN, NaN],
      ['기타', '기타'],
    ],
    fails: [
      [0, -0],
      [{}, {}],
      [1, '1'],
      [null, undefined],
    ],
  },
  toEqual: {
    passes: [
      [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }],
      [{ a: 1, b: undefined }, { a: 1 }],
      [new Point(1), { x: 1 }],
      [[1, undefined], hole().slice(0, 2)],
      [Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
      [Buffer.from([1, 2]), Uint8Array.of(1, 2)],
      [new Map([['a', { b: 1 }]]), new Map([['a', { b: 1 }]])],
      [new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }])],
      [new Date(5), new Date(5)],
      [/a/g, /a/g],
      [new Error('why', { cause: 1 }), new Error('why', { cause: 1 })],
      [circle('a'), circle('a')],
      [[{ a: 1, b: 2 }], [objectContaining({ a: 1 })]],
      [{ list: [3, 2, 1] }, { list: arrayContaining([1, 2]) }],
    ],
    fails: [
      [{ a: 1 }, { a: 2 }],
      [{ a: 1, b: 2 }, { a: 1 }],
      [{ a: 1 }, { a: 1, b: 2 }],
      [
        [1, 2],
        [2, 1],
      ],
      [[1], [1, 2]],
      [[], {}],
      [null, {}],
      [Uint8Array.of(1, 2), Uint8Array.of(1, 3)],
      [Uint8Array.of(1), Uint8Array.of(1, 0)],
      [Uint8Array.of(1), [1]],
      [new Map([['a', 1]]), new Map([['a', 2]])],
      [new Map([['a', 1]]), new Map([['b', 1]])],
      [new Set([1, 2]), new Set([1, 3])],
      [new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 1 }, { a: 1 }])],
      [new Date(5), new Date(6)],
      [/a/g, /a/],
      [new Error('why'), new Error('why not')],
      [new Error('why', { cause: 1 }), new Error('why', { cause: 2 })],
      [circle('a'), circle('b')],
      [[{ a: 2 }], [objectContaining({ a: 1 })]],
      [{ list: [3, 2] }, { list: arrayContaining([1, 2]) }],
    ],
  },
  toStrictEqual: {
    passes: [
      [{ a: [1, new Set([2])] }, { a: [1, new Set([2])] }],
      [new Point(1), new Point(1)],
      [structuredClone({ a: Uint8Array.of(1) }), { a: Uint8Array.of(1) }],
    ],
    fails: [
      [{ a: 1, b: undefined }, { a: 1 }],
      [new Point(1), { x: 1 }],
      [[1, undefined, 3], hole()],
      [Buffer.from([1]), Uint8Array.of(1)],
      [Object.create(null), {}],
      [{ a: 1 }, { a: 2 }],
    ],
  },
  toMatchObject: {
    passes: [
      [
        { a: 1, b: { c: 2, d: 3 } },
        { a: 1, b: { c: 2 } },
      ],
      [
        [{ a: 1, b: 2 }, { a: 3 }],
        [{ a: 1 }, {}],
      ],
    ],
    fails: [
      [{ a: 1 }, { a: 2 }],
      [{ a: 1 }, { a: 1, b: undefined }],
      [[{ a: 1 }, { a: 2 }], [{ a: 1 }]],
      [null, {}],
    ],
  },
  toContain: {
    passes: [
      [[1, 2], 2],
      ['guitar', 'tar'],
      [new Set([1]), 1],
    ],
    fails: [
      [[1, 2], 3],
      ['guitar', 'bass'],
      [[{}], {}],
    ],
  },
  toHaveLength: {
    passes: [
      [[1, 2], 2],
      ['abc', 3],
      [new Uint8Array(4), 4],
    ],
    fails: [
      [[1], 2],
      [{}, 0],
      [null, 0],
    ],
  },
  toBeNull: { passes: [[null]], fails: [[undefined], [0], [{}]] },
  toMatch: {
    passes: [['guitar', /t.r$/]],
    fails: [
      ['guitar', /bass/],
      [7, /7/],
    ],
  },
  toBeInstanceOf: {
    passes: [[new Point(1), Point]],
    fails: [
      [{ x: 1 }, Point],
      [null, Point],
    ],
  },
  toBeGreaterThan: {
    passes: [[2, 1]],
    fails: [
      [1, 1],
      [NaN, 1],
    ],
  },
  toBeGreaterThanOrEqual: { passes: [[1, 1]], fails: [[0, 1]] },
  toBeLessThan: {
    passes: [[1, 2]],
    fails: [
      [1, 1],
      [NaN, 1],
    ],
  },
  toBeLessThanOrEqual: { passes: [[1, 1]], fails: [[2, 1]] },
  toBeCloseTo: {
    passes: [
      [0.1 + 0.2, 0.3],
      [1.04, 1, 1],
      [Infinity, Infinity],
    ],
    fails: [
      [1.01, 1],
      [1.06, 1, 1],
      [NaN, 1],
    ],
  },
}

const tried = (matcher: Matcher, [actual, ...expected]: Tried, how: 'as it is' | 'not'): AssertionError | null => {
  try {
    const all = how === 'not' ? ours(actual).not : ours(actual)
    ;(all[matcher] as (...all: unknown[]) => void)(...expected)
    return null
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(AssertionError)
    return thrown as AssertionError
  }
}

describe.each(Object.entries(TABLE) as [Matcher, (typeof TABLE)[Matcher]][])('%s', (matcher, { passes, fails }) => {
  test.each(passes.map((one) => [one]))('passes, and negated fails: %o', (one) => {
    expect(tried(matcher, one, 'as it is')).toBeNull()
    expect(tried(matcher, one, 'not')).not.toBeNull()
  })

  test.each(fails.map((one) => [one]))('fails, and negated passes: %o', (one) => {
    expect(tried(matcher, one, 'as it is')).not.toBeNull()
    expect(tried(matcher, one, 'not')).toBeNull()
  })
})

test('a failure says what was expected, what there is, and why it matters, and carries both', () => {
  const there = { title: '봄밤', bytes: Uint8Array.of(1, 2) }
  const failure = () => ours(there, 'after the outage').toEqual({ title: '봄' })
  expect(failure).toThrow(/^after the outage: expected .*봄밤.*Uint8Array.*1,\s*2.* to equal .*"봄"/s)
  expect(failure).toThrow(expect.objectContaining({ name: 'AssertionError', actual: there, expected: { title: '봄' } }))
  expect(() => ours(1).not.toBe(1)).toThrow('expected 1 not to be 1')
  expect(() => ours(1).toBeNull()).toThrow(/^expected 1 to be null$/)
})

test('what is long is cut in the message', () => {
  expect(() => ours('a'.repeat(100_000)).toBeNull()).toThrow(/^expected "a{1999}… \(100002 characters\) to be null$/)
})
