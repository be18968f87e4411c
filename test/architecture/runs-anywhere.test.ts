import { describe, expect, test } from 'vitest'
import { inspect } from './guard.ts'
import { HOUSE } from './house.ts'
import { exceptionsGone, memoryRunsAnywhere } from './runs-anywhere.ts'

const AUDIO = 'adapters/memory/media/memory-audio.ts'

test('the adapters in memory import neverthrow alone, and name nothing that Node alone has', () => {
  expect(inspect(memoryRunsAnywhere, HOUSE)).toEqual([])
})

test('every exception is needed', () => {
  expect(exceptionsGone(HOUSE)).toEqual([])
})

describe('the guard of memory catches', () => {
  test.for([
    "import { createHash } from 'node:crypto'",
    "import { createHash } from 'crypto'",
    "import type { Readable } from 'node:stream'",
    "import { LRUCache } from 'lru-cache'",
    "export { readFile } from 'node:fs/promises'",
    "const { inflateSync } = await import('node:zlib')",
    "const zlib = await import('node:' + name)",
    'const bytes = Buffer.alloc(1)',
    'const bytes = globalThis.Buffer.alloc(1)',
    "const bytes = globalThis['Buffer'].alloc(1)",
    'const { Buffer } = globalThis',
    'const lengthOf = (bytes: Buffer): number => bytes.length',
    'setImmediate(() => {})',
    'const timers = new Map<string, NodeJS.Timeout>()',
    'const mode = process.env.MODE',
    "const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks')",
    'global.setTimeout(() => {}, 1)',
  ])('%s', (text) => {
    const caught = inspect(memoryRunsAnywhere, [{ path: AUDIO, text }])
    expect(caught.length, caught.join('\n')).toBeGreaterThan(0)
  })

  test('a folder without files', () => {
    expect(inspect(memoryRunsAnywhere, [])).toHaveLength(1)
  })

  test('an exception that is gone', () => {
    const text = '// globalThis.process'
    expect(exceptionsGone([{ path: 'adapters/memory/store/async-context.ts', text }])).toHaveLength(1)
  })
})

test('the guard of memory lets pass what is everywhere, and what is only said', () => {
  const text = `
    import { ok } from 'neverthrow'
    import { joined } from './bytes.ts'
    import { SAMPLE_RATE } from '#domain/sound/block.ts'
    // Buffer.concat(pieces)
    const said = 'process and Buffer'
    const named = words['a process']
    const bytes = crypto.getRandomValues(new Uint8Array(1))
    const timer = setTimeout(() => {}, 1)`
  expect(inspect(memoryRunsAnywhere, [{ path: AUDIO, text }])).toEqual([])
})
