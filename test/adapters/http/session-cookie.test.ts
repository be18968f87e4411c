import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookieIn } from '#adapters/http/endpoint/session-cookie.ts'
import { COOKIE } from './page-scenes.ts'

const written = (pairs: readonly (readonly [string, string])[], gap: string) =>
  pairs.map(([name, value]) => `${name}=${value}`).join(`;${gap}`)

const passed = (header: string) => {
  const began = performance.now()
  for (let times = 0; times < 20; times += 1) cookieIn(header, COOKIE)
  return performance.now() - began
}

describe('a cookie in a header', () => {
  const text = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,12}$/)
  const pair = fc.tuple(text, fc.stringMatching(/^[\w!#$%&'()*+./:<>?@[\]^`{|}~=-]{0,20}$/))

  it('is found wherever it is, the first of its name', () => {
    fc.assert(
      fc.property(fc.array(pair), text, fc.constantFrom(' ', '', '  ', '\t'), (pairs, name, gap) => {
        const expected = pairs.find(([one]) => one === name)?.[1] ?? null
        expect(cookieIn(written(pairs, gap), name)).toBe(expected)
        expect(cookieIn(written([...pairs, [name, 'mine']], gap), name)).toBe(expected ?? 'mine')
      }),
    )
  })

  it('is not one whose name only looks like it', () => {
    for (const blank of ['\u00A0', '\u2000', '\u3000', '\uFEFF', '\u000B', '\u0085'])
      expect(cookieIn(`${blank}${COOKIE}=planted`, COOKIE)).toBeNull()
    for (const header of [
      '',
      ';',
      ';;; ',
      COOKIE,
      `x${COOKIE}=a`,
      `${COOKIE}x=a`,
      `a=${COOKIE}=b`,
      `__host-soundhub=a`,
    ])
      expect(cookieIn(header, COOKIE)).toBeNull()
  })

  it('is looked for in no more than one pass', () => {
    for (const piece of [';', ' ', '=', 'a', `${COOKIE} `, '; '])
      expect(passed(piece.repeat(50_000))).toBeLessThan(1_000)
  })
})
