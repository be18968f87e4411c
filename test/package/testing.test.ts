import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packedSoundhub } from './packed-soundhub.ts'

const linesOf = async (file: string): Promise<number> => {
  const text = await readFile(join(import.meta.dirname, 'testing', file), 'utf8')
  return text.split('\n').filter((line) => line.trim() !== '').length
}

test.each([
  ['a key opens nothing at its expiry', 'expiry.mjs'],
  ['a purge leaves no stale user and every active one', 'purge.mjs'],
  ['a link opens once', 'property.mjs'],
])('%s: a property of an outsider’s in twenty lines', async (_, file) => {
  const host = await packedSoundhub({ peers: ['fast-check'] })
  await host.take(`testing/${file}`)
  expect(await host.run('node', file)).toEqual({ code: 0, stderr: '', stdout: '' })
  expect(await linesOf(file)).toBeLessThanOrEqual(20)
})

test.each([
  ['a test moves the clock', 'test-world.mjs'],
  ['whatever people do first, a model knows what is true afterwards', 'model.mjs'],
])('%s', async (_, file) => {
  const host = await packedSoundhub({ peers: ['fast-check'] })
  await host.take(`testing/${file}`)
  expect(await host.run('node', file)).toEqual({ code: 0, stderr: '', stdout: '' })
})
