import { unzipSync } from 'fflate'
import { err, ok } from 'neverthrow'
import { expect, it } from 'vitest'
import { smallZip, textEntry, type ZipEntry, zipBytes, zipOf } from '#adapters/http/reply/zip.ts'

const PIECE = new Uint8Array(64 * 1024)

/** An entry of many pieces that counts those that were read. */
const counted = (pieces: number) => {
  const seen = { read: 0, ended: 0 }
  const entry: ZipEntry = {
    name: 'long.wav',
    bytes: pieces * PIECE.length,
    async *content() {
      try {
        for (; seen.read < pieces; seen.read++) yield ok(PIECE)
      } finally {
        seen.ended++
      }
    },
  }
  return { seen, entry }
}

it('an archive is as long as was said, and is read back as it was', async () => {
  const entries = [textEntry('a/봄밤.txt', '봄'), textEntry('empty', ''), counted(3).entry]
  const bytes = await smallZip(entries)
  expect(bytes).toHaveLength(zipBytes(entries))
  const files = unzipSync(bytes)
  expect(Object.keys(files)).toEqual(['a/봄밤.txt', 'empty', 'long.wav'])
  expect(Buffer.from(files['a/봄밤.txt']!).toString()).toBe('봄')
  expect(files['long.wav']).toHaveLength(3 * PIECE.length)
})

it('an archive larger than 4 GiB says so in ZIP64', () => {
  const [small, large] = [2 ** 32 - 2, 2 ** 32].map((bytes) => zipBytes([{ ...textEntry('a', ''), bytes }]) - bytes)
  expect(large! - small!).toBeGreaterThan(20)
})

it('a long entry is never held: it is read no faster than it is taken', async () => {
  const { seen, entry } = counted(500)
  let [taken, ahead] = [0, 0]
  for await (const piece of zipOf([entry])) {
    taken += piece._unsafeUnwrap().length
    ahead = Math.max(ahead, seen.read - taken / PIECE.length)
  }
  expect(seen).toEqual({ read: 500, ended: 1 })
  expect(ahead).toBeLessThan(6)
})

it('an entry that nobody wants any more is let go', async () => {
  const { seen, entry } = counted(500)
  for await (const _ of zipOf([entry])) if (seen.read > 2) break
  expect(seen.ended).toBe(1)
  expect(seen.read).toBeLessThan(10)
})

it('an entry that breaks off breaks the archive off', async () => {
  const broken: ZipEntry = {
    name: 'a',
    bytes: 2,
    async *content() {
      yield ok(new Uint8Array(1))
      yield err('the disk is gone')
    },
  }
  const pieces = []
  for await (const piece of zipOf([broken])) pieces.push(piece)
  expect(pieces.at(-1)?.isErr()).toBe(true)
})
