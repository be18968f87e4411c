import { ok } from 'neverthrow'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { passwordOf, secret } from '#adapters/testing/fixtures.ts'
import { refusalOf } from '#adapters/testing/contracts/subject.ts'

async function* twoBytes() {
  yield ok(Uint8Array.of(1, 2))
}

/** A page that came without TLS draws random numbers, and computes no digest. */
beforeEach(() => {
  const { crypto } = globalThis
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) })
})

afterEach(() => void vi.unstubAllGlobals())

it('answers Unavailable where WebCrypto is not to be had', async () => {
  const { digest, passwordHasher, staging, files } = memoryPorts()
  expect(await refusalOf(digest.secret(secret()))).toMatchObject({ type: 'Unavailable', what: 'digest' })
  expect(await refusalOf(passwordHasher.hash(passwordOf('seven-strings')))).toMatchObject({
    type: 'Unavailable',
    what: 'password hasher',
  })
  expect(await refusalOf(staging.receive(twoBytes(), { maximumBytes: 2 }))).toMatchObject({
    type: 'Unavailable',
    what: 'files',
  })
  expect(files.staged()).toEqual([])
})
