import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { memoryFiles, type MemoryFiles } from '#adapters/memory/media/memory-staging-and-blob-store.ts'
import { someBytes, streamOf } from '#adapters/testing/bytes.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { unavailable } from '#application/shared/outcome.ts'
import { type CopiedMedia, copyMedia } from '#application/track/copy-media.ts'
import type { UserId } from '#domain/shared/id.ts'
import { type MediaPath, mediaPath } from '#domain/track/track.ts'

const [ONE, TWO, THREE] = [1, 2, 3].map((post) => mediaPath(4 as UserId, postIdOf(post), 'track_1.wav')) as [
  MediaPath,
  MediaPath,
  MediaPath,
]

const put = async ({ staging, blobs }: MemoryFiles, path: MediaPath, bytes: Uint8Array) => {
  const file = await valueOf(staging.receive(streamOf([bytes]).stream, { maximumBytes: 1e9 }))
  await valueOf(blobs.keep(file, path))
  await valueOf(staging.discard(file))
}

const contentOf = async ({ blobs }: MemoryFiles, path: MediaPath) => {
  const pieces: Uint8Array[] = []
  for await (const piece of (await valueOf(blobs.read(path)))!.bytes) pieces.push(piece._unsafeUnwrap())
  return new Uint8Array(Buffer.concat(pieces))
}

/** Two stores; the first has three files. Both keep from the staging area of the second, as both sides of a real copy do. */
const given = async () => {
  const [old, young] = [memoryFiles(), memoryFiles()]
  await put(old, ONE, someBytes(100_000, 1))
  await put(old, TWO, someBytes(10, 2))
  await put(old, THREE, new Uint8Array(0))
  return { old, young, deps: { from: old.blobs, to: young.blobs, staging: young.staging } }
}

describe('copying media', () => {
  test('copies every file, tells how far it is, and leaves nothing on the way', async () => {
    const { old, young, deps } = await given()
    const told: CopiedMedia[] = []
    expect(await valueOf(copyMedia(deps, (soFar) => void told.push(soFar)))).toEqual({
      copied: 3,
      equal: 0,
      bytes: 100_010,
    })
    expect(told.map(({ copied }) => copied)).toEqual([1, 2, 3])
    for (const path of [ONE, TWO, THREE]) expect(await contentOf(young, path)).toEqual(await contentOf(old, path))
    expect([young.staged(), old.paths()]).toEqual([[], [ONE, TWO, THREE]])
  })

  test('leaves what is there and equal, and takes up what was added since', async () => {
    const { old, young, deps } = await given()
    await old.blobs.remove(TWO)
    await valueOf(copyMedia(deps))
    await put(old, TWO, someBytes(10, 2))
    expect(await valueOf(copyMedia(deps))).toEqual({ copied: 1, equal: 2, bytes: 100_010 })
    expect(await contentOf(young, TWO)).toEqual(someBytes(10, 2))
  })

  test('takes the place of a file of another content', async () => {
    const { young, deps } = await given()
    await put(young, TWO, someBytes(10, 3))
    expect(await valueOf(copyMedia(deps))).toMatchObject({ copied: 3 })
    expect(await contentOf(young, TWO)).toEqual(someBytes(10, 2))
  })

  test('does not believe a copy that reads otherwise', async () => {
    const { young, deps } = await given()
    const other = await valueOf(deps.staging.receive(streamOf([someBytes(10, 3)]).stream, { maximumBytes: 100 }))
    const to = {
      ...young.blobs,
      keep: (file: typeof other, path: MediaPath) => young.blobs.keep(path === TWO ? other : file, path),
    }
    expect(await refusalOf(copyMedia({ ...deps, to }))).toEqual({ type: 'CopyDiffers', path: TWO })
  })

  test('ends where a store is out of reach, and leaves nothing on the way', async () => {
    const { young, deps } = await given()
    const to = { ...young.blobs, keep: () => errAsync(unavailable('files', new Error('full'))) }
    expect(await refusalOf(copyMedia({ ...deps, to }))).toMatchObject({ type: 'Unavailable' })
    expect(young.staged()).toEqual([])
  })
})
