import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, okAsync } from 'neverthrow'
import { expect, onTestFinished, test } from 'vitest'
import { SAMPLE_CHUNK_BYTES } from '#adapters/file-system/file-bytes.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { FileSystemStemCache } from '#adapters/file-system/file-system-stem-cache.ts'
import { bytesOf, sha256Of, someBytes, streamOf } from '#adapters/testing/bytes.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { unavailable } from '#application/shared/outcome.ts'
import { FRAME_BYTES } from '#domain/sound/block.ts'
import { newDisk, wholePiece } from './support.ts'

const FRAMES = 100
const samples = someBytes(FRAMES * FRAME_BYTES)
const stem = { pcmSha256: sha256Of(samples), frames: FRAMES }
const flac = () => okAsync(streamOf([someBytes(10)]).stream)

/** A cache whose decoder writes the samples, or fails. */
const newCache = async ({ maximumBytes = 10_000, fails = false } = {}) => {
  const { folder: root, close } = await newDisk()
  onTestFinished(close)
  const folder = join(root, 'cache')
  const decoded: number[] = []
  const decode = async (_: unknown, frames: number, path: string) => {
    decoded.push(frames)
    if (fails) return err(unavailable('stem', 'broken'))
    await writeFile(path, samples)
    return ok()
  }
  const staging = new FileSystemStaging(join(root, 'uploads'))
  return { folder, decoded, cache: new FileSystemStemCache({ folder, maximumBytes, staging, threads: { decode } }) }
}

test('has a stem that it prepared, and decodes it once', async () => {
  const { cache, decoded } = await newCache()
  await valueOf(cache.prepare(stem, flac))
  await valueOf(cache.prepare(stem, flac))
  const stream = await valueOf(cache.read(stem.pcmSha256))
  expect([await bytesOf(stream!), decoded]).toEqual([samples, [FRAMES]])
})

test('leaves nothing of a stem that cannot be decoded ahead', async () => {
  const { cache, folder } = await newCache({ fails: true })
  await valueOf(cache.prepare(stem, flac))
  expect([await valueOf(cache.read(stem.pcmSha256)), await readdir(folder)]).toEqual([null, []])
})

test('does not decode ahead what it has no room for, or what is not stored', async () => {
  const small = await newCache({ maximumBytes: FRAMES * FRAME_BYTES - 1 })
  await valueOf(small.cache.prepare(stem, flac))
  const other = await newCache()
  await valueOf(other.cache.prepare(stem, () => okAsync(null)))
  expect([small.decoded, other.decoded]).toEqual([[], []])
})

test('gives chunks that stay as they are while the next one is worked on', async () => {
  const { cache, folder } = await newCache()
  const long = someBytes(5 * SAMPLE_CHUNK_BYTES)
  await mkdir(folder)
  await writeFile(join(folder, stem.pcmSha256), long)
  let before: Uint8Array = new Uint8Array(0)
  let end = 0
  for await (const chunk of (await valueOf(cache.read(stem.pcmSha256)))!) {
    expect(Buffer.from(before).equals(long.subarray(end - before.length, end))).toBe(true)
    before = wholePiece(chunk)
    end += before.length
  }
  expect(end).toBe(long.length)
})
