import { describe, expect, test } from 'vitest'
import { classesGone, coreIsPure } from './forbidden.ts'
import { inspect } from './guard.ts'
import { HOUSE } from './house.ts'

test('nothing in the core names the clock, chance, the process or the network, and nothing throws', () => {
  expect(inspect(coreIsPure, HOUSE)).toEqual([])
})

test('every class that the core is allowed is there', () => {
  expect(classesGone(HOUSE)).toEqual([])
})

describe('the guard of the core catches', () => {
  test.for([
    'const now = Date.now()',
    'const now = new Date(0)',
    'type When = Date',
    'type When = { readonly at: Date }',
    'const clock = { now: Date.now }',
    'const clock = { Date }',
    'const { Date: Time } = globalThis',
    'const roll = Math.random()',
    "const roll = Math['random']()",
    'const roll = Math[`random`]()',
    'const half = Math.sin(angle)',
    "const half = Math['sin'](angle)",
    'const name = Math[key]',
    'const { sin } = Math',
    'const level = 20 * Math.log10(amplitude)',
    'const factor = Math.pow(10, decibels / 20)',
    'const factor = 10 ** (decibels / 20)',
    'const square = value ** 2',
    "const mode = process.env['MODE']",
    'const mode = globalThis.name',
    "console.log('here')",
    'setTimeout(() => {}, 1)',
    'setInterval(() => {}, 1)',
    'setImmediate(() => {})',
    'queueMicrotask(() => {})',
    "const page = fetch('https://example.org')",
    'const bytes = crypto.getRandomValues(new Uint8Array(20))',
    'const start = performance.now()',
    "const link = new URL('https://example.org')",
    'type Link = URL',
    "const words = new Intl.Collator('ko')",
    "const sorted = one.localeCompare(other, 'ko')",
    'const line = total.toLocaleString()',
    "const fs = require('fs')",
    "const answer = eval('42')",
    "const answer = new Function('return 42')",
    "const f = () => { throw new Error('no') }",
    'const f = () => { try { g() } catch { return 1 } }',
    'const later = new Promise<void>((done) => done())',
    'const { promise } = Promise.withResolvers<void>()',
    'const later = Promise.reject(new Error())',
    '@injectable class Song {}',
    'class Song {}',
    'const Song = class {}',
    'enum State { Pending }',
    'namespace Songs { export const one = 1 }',
    'const parse = (raw: any): unknown => raw',
    'const rows: Array<any> = []',
    'const here = import.meta.url',
    'const bytes = Buffer.alloc(1)',
  ])('%s', (text) => {
    const found = inspect(coreIsPure, [{ path: 'domain/post/post.ts', text }])
    expect(found.length, found.join('\n')).toBeGreaterThan(0)
    expect(inspect(coreIsPure, [{ path: 'application/post/edit-post.ts', text }])).not.toEqual([])
  })

  test('an allowed class in another file', () => {
    expect(inspect(coreIsPure, [{ path: 'domain/post/post.ts', text: 'class StemReader {}' }])).toHaveLength(1)
  })

  test('a throw in another file than the one that may, and anything else in that one', () => {
    const text = "export const f = () => { throw new TypeError('no') }"
    expect(inspect(coreIsPure, [{ path: 'application/required-ports.ts', text }])).toEqual([])
    for (const path of ['application/ports.ts', 'domain/required-ports.ts', 'application/post/required-ports.ts'])
      expect(inspect(coreIsPure, [{ path, text }])).toHaveLength(1)
    const caught = 'const f = () => { try { g() } catch { return Date.now() } }'
    expect(inspect(coreIsPure, [{ path: 'application/required-ports.ts', text: caught }])).toHaveLength(2)
  })

  test('an allowed class that is gone', () => {
    const allowed = { 'domain/mix/mixer.ts StemReader': 'reads a stem' }
    expect(classesGone([{ path: 'domain/mix/mixer.ts', text: '// class StemReader {}' }], allowed)).toHaveLength(1)
    expect(classesGone([{ path: 'domain/mix/mixer.ts', text: 'class StemReader {}' }], allowed)).toEqual([])
  })

  test('an empty core', () => {
    expect(inspect(coreIsPure, [])).toHaveLength(1)
  })
})

test('the guard of the core lets pass what only looks like it', () => {
  const text = `
    // const now = Date.now(); throw new Error()
    const said = 'Math.random() and process.env and throw'
    type Clock = { readonly Date: number; process(): void; fetch: string }
    const shown = row.Date + row.process + Math.max(1, 2) * Math.SQRT2 * 2 ** bits / 256 ** bytes + own.sin(1)
    const own = { Math: 1, sin: Math.sqrt }
    const made = { Date: 1, toString: 2 }
    const all = Promise.all([])
    const constructor = made.toString`
  expect(inspect(coreIsPure, [{ path: 'domain/post/post.ts', text }])).toEqual([])
})
