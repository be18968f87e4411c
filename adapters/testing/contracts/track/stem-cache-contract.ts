import { errAsync, ok, okAsync } from 'neverthrow'
import { unavailable } from '#application/shared/outcome.ts'
import { expect } from '#adapters/testing/expect.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { Staging } from '#application/track/staging-and-blob-store.ts'
import type { StemCache } from '#application/track/stem-cache.ts'
import { bytesOf, gatherBytes, sha256Of, someBytes, streamOf } from '#adapters/testing/bytes.ts'
import { contract, type Make, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

export type StemCacheSubject = {
  /** A cache of 10,000 bytes. */
  readonly cache: StemCache
  /** What it adopts files from. */
  readonly staging: Staging
  /** Moves on until a later use counts as later. */
  readonly pass: () => Promise<void>
}

const hashOf = (seed: number): string => sha256Of(someBytes(8, seed))

const outage = errAsync(unavailable('files', 'away'))

/** Contract of `StemCache`, of one that holds 10,000 bytes. */
export const stemCacheContract = (
  testRunner: TestRunner,
  make: Make<StemCacheSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'StemCache', name }, make, (made, it) => {
    const cache = () => made().subject.cache
    const fill = async (seed: number, bytes: Uint8Array): Promise<Uint8Array> => {
      const passed = await bytesOf(
        cache().filling(hashOf(seed), streamOf([bytes.subarray(0, 7), bytes.subarray(7)]).stream),
      )
      await made().subject.pass()
      return passed
    }
    const found = async (seed: number): Promise<Uint8Array | null> => {
      const stream = await valueOf(cache().read(hashOf(seed)))
      await made().subject.pass()
      return stream === null ? null : bytesOf(stream)
    }

    it('has nothing of what it was not given', async () => {
      expect(await found(1)).toBeNull()
    })

    it('passes on what it is filled with, and gives it back as often as it is read', async () => {
      const bytes = someBytes(3_000)
      expect(await fill(1, bytes)).toEqual(bytes)
      expect(await found(1)).toEqual(bytes)
      expect(await found(1)).toEqual(bytes)
    })

    it('keeps a staged file that it adopts, which may be discarded afterwards', async () => {
      const { staging } = made().subject
      const bytes = someBytes(3_000)
      const file = await valueOf(staging.receive(streamOf([bytes]).stream, { maximumBytes: 3_000 }))
      await valueOf(cache().adopt(hashOf(1), file))
      await valueOf(staging.discard(file))
      expect(await found(1)).toEqual(bytes)
    })

    it('adopts nothing of a file that is gone', async () => {
      const { staging } = made().subject
      const file = await valueOf(staging.receive(streamOf([someBytes(10)]).stream, { maximumBytes: 10 }))
      await valueOf(staging.discard(file))
      await valueOf(cache().adopt(hashOf(1), file))
      expect(await found(1)).toBeNull()
    })

    it('is none the worse for a stem that it cannot prepare', async () => {
      await valueOf(cache().prepare({ pcmSha256: hashOf(1), frames: 1 }, () => okAsync(null)))
      await valueOf(cache().prepare({ pcmSha256: hashOf(1), frames: 1 }, () => outage))
      expect(await found(1)).toBeNull()
    })

    it('keeps nothing that broke off', async () => {
      const broken = streamOf([someBytes(10)], { atItsEnd: 'broken' as const })
      expect((await gatherBytes(cache().filling(hashOf(1), broken.stream))).isErr()).toBe(true)
      expect(await found(1)).toBeNull()
    })

    it('keeps nothing whose reader went away, and closes the source', async () => {
      const source = streamOf([someBytes(10, 1), someBytes(10, 2)])
      for await (const _ of cache().filling(hashOf(1), source.stream)) break
      expect([await found(1), source.isClosed()]).toEqual([null, true])
    })

    it('lets go first of what was read longest ago', async () => {
      for (const seed of [1, 2, 3]) await fill(seed, someBytes(3_000, seed))
      expect(await found(1)).toEqual(someBytes(3_000, 1))
      await fill(4, someBytes(3_000, 4))
      expect(await found(2)).toBeNull()
      for (const seed of [1, 3, 4]) expect(await found(seed)).toEqual(someBytes(3_000, seed))
    })

    it('is filled by two at once without harm', async () => {
      const bytes = someBytes(2_000)
      async function* slowly(): ByteStream<never> {
        for (let at = 0; at < bytes.length; at += 100) {
          await Promise.resolve()
          yield ok(bytes.subarray(at, at + 100))
        }
      }
      const both = await Promise.all([1, 2].map(() => bytesOf(cache().filling(hashOf(1), slowly()))))
      expect(both).toEqual([bytes, bytes])
      expect(await found(1)).toEqual(bytes)
    })
  })
