import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { SAMPLE_CHUNK_BYTES } from '#adapters/file-system/file-bytes.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import type { ByteStream } from '#application/track/audio.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { gather, namesBelow, newFolder, streamOf, wholePiece } from './support.ts'

const MEGABYTE = 1024 * 1024
const ROOMY = { maximumBytes: 500 * MEGABYTE }

async function* throwing(): ByteStream<never> {
  yield ok(Buffer.from('half a so'))
  throw new Error('socket hang up')
}

describe('file system staging', () => {
  it('holds nothing of 200 MB back: a piece is in the file before the next one is asked for', async () => {
    const folder = await newFolder()
    const hash = createHash('sha256')
    let given = 0
    let mostHeld = 0
    async function* flood(): ByteStream<never> {
      for (let count = 0; count < 200; count++) {
        const piece = Buffer.alloc(MEGABYTE, count)
        hash.update(piece)
        given += piece.length
        yield ok(piece)
        const [name] = await readdir(folder)
        mostHeld = Math.max(mostHeld, given - statSync(join(folder, name!)).size)
      }
    }
    const file = await valueOf(new FileSystemStaging(folder).receive(flood(), ROOMY))
    expect(file).toMatchObject({ bytes: 200 * MEGABYTE, sha256: hash.digest('hex') })
    expect(mostHeld).toBe(0)
  })

  it('reads one piece ahead and no further', async () => {
    const folder = await newFolder()
    const staging = new FileSystemStaging(folder)
    const file = await valueOf(staging.receive(streamOf(Buffer.alloc(10 * SAMPLE_CHUNK_BYTES)), ROOMY))
    const pieces = staging.read(file)[Symbol.asyncIterator]()
    expect(wholePiece((await pieces.next()).value)).toHaveLength(SAMPLE_CHUNK_BYTES)
    await truncate(staging.pathOf(file), 2 * SAMPLE_CHUNK_BYTES)
    expect(wholePiece((await pieces.next()).value)).toHaveLength(SAMPLE_CHUNK_BYTES)
    expect((await pieces.next()).value.isErr()).toBe(true)
    expect((await pieces.next()).done).toBe(true)
  })

  it('past the maximum reads nothing more, closes the source and leaves nothing', async () => {
    const folder = await newFolder()
    let asked = 0
    let closed = false
    async function* endless(): ByteStream<never> {
      try {
        for (;;) {
          asked++
          yield ok(Buffer.alloc(10))
        }
      } finally {
        closed = true
      }
    }
    const refused = refusalOf(new FileSystemStaging(folder).receive(endless(), { maximumBytes: 25 }))
    expect(await refused).toEqual({ type: 'TooLarge', maximumBytes: 25 })
    expect({ asked, closed }).toEqual({ asked: 3, closed: true })
    expect(await namesBelow(folder)).toEqual([])
  })

  it('leaves nothing when the source faults, and hands its fault on', async () => {
    const folder = await newFolder()
    const fault = { type: 'ClientGone' } as const
    async function* broken(): ByteStream<typeof fault> {
      yield ok(Buffer.from('half a so'))
      yield err(fault)
    }
    expect(await refusalOf(new FileSystemStaging(folder).receive(broken(), ROOMY))).toBe(fault)
    expect(await namesBelow(folder)).toEqual([])
  })

  it('leaves nothing when the source breaks its word and throws', async () => {
    const folder = await newFolder()
    const refused = refusalOf(new FileSystemStaging(folder).receive(throwing(), ROOMY))
    expect(await refused).toMatchObject({ type: 'Unavailable', what: 'files' })
    expect(await namesBelow(folder)).toEqual([])
  })

  it('is unavailable where it cannot write', async () => {
    const notAFolder = join(await newFolder(), 'file')
    await writeFile(notAFolder, '')
    const staging = new FileSystemStaging(notAFolder)
    expect(await refusalOf(staging.receive(streamOf('song'), ROOMY))).toMatchObject({
      type: 'Unavailable',
      what: 'files',
    })
    const anything = { id: 'a'.repeat(32), bytes: 0, sha256: '' }
    expect(await refusalOf(staging.discard(anything))).toMatchObject({ type: 'Unavailable', what: 'files' })
  })

  it('reads and removes nothing that it did not receive', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'secret'), 'secret')
    const staging = new FileSystemStaging(join(folder, 'uploads'))
    await staging.receive(streamOf('song'), ROOMY)
    const stranger = { id: '../secret', bytes: 6, sha256: '' }
    await expect(gather(staging.read(stranger))).rejects.toThrow()
    await staging.discard(stranger)
    expect(await namesBelow(folder)).toContain('secret')
  })
})
