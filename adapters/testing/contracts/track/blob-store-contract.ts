import * as fc from 'fast-check'
import { arrayContaining, expect } from '#adapters/testing/expect.ts'
import type { BlobStore, ByteRange, Staging } from '#application/track/staging-and-blob-store.ts'
import { after as later, DAY, instant } from '#domain/shared/instant.ts'
import { type MediaPath, mediaPath, profilePath } from '#domain/track/track.ts'
import type { UserId } from '#domain/shared/id.ts'
import { bytesOf, someBytes, streamOf } from '#adapters/testing/bytes.ts'
import { postIdOf, unique, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** A store, and the staging area from which it keeps files. */
export type BlobStoreSubject = { readonly staging: Staging; readonly blobs: BlobStore }

const AUTHOR = 4_000_000 as UserId
let posts = 0

/** The folder of a post of its own, for each call another. */
const newPlace = (): ((name?: string) => MediaPath) => {
  const post = postIdOf(1_000_000 + ++posts)
  return (name = `${unique('author')}.mp3`) => mediaPath(AUTHOR, post, name)
}

/** `BlobStore`. */
export const blobStoreContract = (
  testRunner: TestRunner,
  make: MakeBreakable<BlobStoreSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'BlobStore', name }, make, (made, it) => {
    const blobs = () => made().subject.blobs
    const staged = (bytes: Uint8Array) =>
      valueOf(made().subject.staging.receive(streamOf([bytes]).stream, { maximumBytes: 10_000_000 }))
    const keep = async (bytes: Uint8Array, path: MediaPath) => valueOf(blobs().keep(await staged(bytes), path))
    const content = async (path: MediaPath, range?: ByteRange) => {
      const blob = await valueOf(blobs().read(path, range))
      return blob === null ? null : { size: blob.size, bytes: await bytesOf(blob.bytes) }
    }

    it('gives back what it keeps', async () => {
      for (const bytes of [someBytes(1_000_001), someBytes(1), new Uint8Array(0)]) {
        const path = newPlace()()
        await keep(bytes, path)
        expect(await content(path)).toEqual({ size: bytes.length, bytes })
        expect(await content(path)).toEqual({ size: bytes.length, bytes })
      }
    })

    it('gives any range of a file', async () => {
      const [bytes, path] = [someBytes(200_000), newPlace()()]
      await keep(bytes, path)
      const ends = fc.tuple(fc.nat(bytes.length - 1), fc.nat(bytes.length - 1))
      const ranges = fc.oneof(
        ends,
        fc.constantFrom([0, 0], [0, bytes.length - 1], [bytes.length - 1, bytes.length - 1]),
      )
      await fc.assert(
        fc.asyncProperty(ranges, async (drawn) => {
          const [first, last] = [Math.min(...drawn), Math.max(...drawn)]
          const part = await content(path, { first, last })
          expect(part?.size).toBe(bytes.length)
          expect(part?.bytes).toEqual(bytes.subarray(first, last + 1))
        }),
        { numRuns: runs },
      )
    })

    it('answers null for what is not there', async () => {
      const place = newPlace()
      await keep(someBytes(10), place('one.mp3'))
      for (const path of [place('two.mp3'), mediaPath(AUTHOR, postIdOf(UNKNOWN_ID), 'one.mp3')]) {
        expect(await content(path)).toBeNull()
        expect(await content(path, { first: 0, last: 0 })).toBeNull()
      }
    })

    it('never changes what lies at a path', async () => {
      const path = newPlace()()
      await keep(someBytes(10), path)
      await blobs().keep(await staged(someBytes(20, 2)), path)
      expect(await content(path)).toEqual({ size: 10, bytes: someBytes(10) })
    })

    it('keeps what it has when the staged file is discarded', async () => {
      const path = newPlace()()
      const file = await staged(someBytes(10))
      await valueOf(blobs().keep(file, path))
      await valueOf(made().subject.staging.discard(file))
      await valueOf(made().subject.staging.discard(file))
      expect(await content(path)).toEqual({ size: 10, bytes: someBytes(10) })
    })

    it('does not keep a staged file that was discarded', async () => {
      const path = newPlace()()
      const file = await staged(someBytes(10))
      await valueOf(made().subject.staging.discard(file))
      await expectUnavailable(blobs().keep(file, path))
      expect(await content(path)).toBeNull()
    })

    it('shares no bytes with whoever reads', async () => {
      const path = newPlace()()
      await keep(someBytes(10), path)
      for await (const piece of (await valueOf(blobs().read(path)))!.bytes) piece.map((bytes) => bytes.fill(0))
      expect(await content(path)).toEqual({ size: 10, bytes: someBytes(10) })
    })

    it('removes a file, and no other, and may do so again', async () => {
      const place = newPlace()
      await keep(someBytes(10), place('gone.mp3'))
      await keep(someBytes(11), place('left.mp3'))
      await valueOf(blobs().remove(place('gone.mp3')))
      await valueOf(blobs().remove(place('gone.mp3')))
      expect(await content(place('gone.mp3'))).toBeNull()
      expect(await content(place('left.mp3'))).toEqual({ size: 11, bytes: someBytes(11) })
    })

    it('can keep a file again where one was removed', async () => {
      const path = newPlace()()
      await keep(someBytes(10), path)
      await valueOf(blobs().remove(path))
      await keep(someBytes(20, 2), path)
      expect(await content(path)).toEqual({ size: 20, bytes: someBytes(20, 2) })
    })

    it('lists what it has in pages, in order, each once, with when it arrived', async () => {
      const [place, another] = [newPlace(), newPlace()]
      const user = profilePath(AUTHOR, `${unique('profile_img')}.webp`)
      const kept = [place('a.mp3'), place('b.mp3'), place('b_c.mp3'), another('a.mp3'), user]
      for (const path of kept) await keep(someBytes(10), path)
      const first = kept.map((path) => path.replace(/\/[^/]+$/, '')).toSorted()[0]!
      for (const limit of [1, 2, 1000]) {
        const paths: string[] = []
        let after = first as MediaPath
        for (let page; page === undefined || page.length === limit;) {
          page = await valueOf(blobs().list(after, limit))
          for (const { path, modifiedAt } of page) {
            // A list that ignores where it should start would never end.
            expect(path > after).toBe(true)
            paths.push(path)
            expect(Number.isInteger(modifiedAt)).toBe(true)
          }
          after = page.at(-1)?.path ?? after
        }
        expect(paths).toEqual([...new Set(paths)].toSorted())
        expect(paths).toEqual(arrayContaining(kept.filter((path) => path > first)))
      }
      await valueOf(blobs().remove(kept[0]!))
      expect((await valueOf(blobs().list(null, 10_000))).map(({ path }) => path)).not.toContain(kept[0])
    })

    it('removes everything below a folder, and nothing beside it, and may do so again', async () => {
      const place = newPlace()
      const folder = place('x.mp3').replace(/\/x\.mp3$/, '')
      const beside = [`${folder}0/x.mp3`, `${folder}_/x.mp3`, newPlace()('x.mp3')].map((path) => path as MediaPath)
      await keep(someBytes(10), place('one.mp3'))
      await keep(someBytes(10), place('two.mp3'))
      for (const path of beside) await keep(someBytes(10), path)
      for (const _ of ['first', 'again']) {
        await valueOf(blobs().removeFolder(folder))
        expect([await content(place('one.mp3')), await content(place('two.mp3'))]).toEqual([null, null])
      }
      for (const path of beside) expect(await content(path)).not.toBeNull()
      await keep(someBytes(12), place('three.mp3'))
      expect(await content(place('three.mp3'))).toEqual({ size: 12, bytes: someBytes(12) })
      for (const path of beside) await valueOf(blobs().remove(path))
    })

    it('gives up what was never finished, and no file that is whole, and may do so again', async () => {
      const path = newPlace()()
      await keep(someBytes(10), path)
      const tomorrow = later(instant(Date.now()), DAY)
      await valueOf(blobs().abortUnfinished(tomorrow))
      expect(await valueOf(blobs().abortUnfinished(tomorrow))).toBe(0)
      expect(await content(path)).toEqual({ size: 10, bytes: someBytes(10) })
    })

    it('answers Unavailable in an outage, and has its files after it', async () => {
      const path = newPlace()()
      await keep(someBytes(10), path)
      const file = await staged(someBytes(20))
      await made().breakDown()
      await expectUnavailable(blobs().keep(file, newPlace()()))
      await expectUnavailable(blobs().read(path))
      await expectUnavailable(blobs().read(path, { first: 0, last: 1 }))
      await expectUnavailable(blobs().remove(path))
      await expectUnavailable(blobs().list(null, 1))
      await expectUnavailable(blobs().removeFolder(path.replace(/\/[^/]+$/, '')))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await content(path)).toEqual({ size: 10, bytes: someBytes(10) })
    })
  })
