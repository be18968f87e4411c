import * as fc from 'fast-check'
import { ResultAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { StagedFile, Staging } from '#application/track/staging-and-blob-store.ts'
import { bytesOf, gatherBytes, joined, sha256Of, someBytes, streamOf } from '#adapters/testing/bytes.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

export type StagingSubject = {
  readonly staging: Staging
  /** How many files are in the staging area now, complete or not. */
  readonly fileCount: () => Promise<number>
}

const LARGE_LIMIT = { maximumBytes: 10_000_000 }

/** Contract of `Staging`. */
export const stagingContract = (
  testRunner: TestRunner,
  make: MakeBreakable<StagingSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'Staging', name }, make, (made, it) => {
    const staging = () => made().subject.staging
    const receive = (...chunks: readonly Uint8Array[]) =>
      valueOf(staging().receive(streamOf(chunks).stream, LARGE_LIMIT))
    const content = (file: StagedFile) => bytesOf(staging().read(file))

    it('stores content with its size and hash, however it is chunked', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), async (chunks) => {
          const whole = joined(chunks)
          const file = await receive(...chunks)
          expect(file).toStrictEqual({ id: file.id, bytes: whole.length, sha256: sha256Of(whole) })
          expect(await content(file)).toEqual(whole)
          await valueOf(staging().discard(file))
        }),
        { numRuns: runs },
      ))

    it('stores a large file that can be read more than once', async () => {
      const whole = someBytes(3_000_001)
      const file = await receive(whole.subarray(0, 1_000_000), whole.subarray(1_000_000))
      expect(file.sha256).toBe(sha256Of(whole))
      for (const _ of [1, 2]) expect(sha256Of(await content(file))).toBe(file.sha256)
    })

    it('stores uploads at the same time separately, even with the same content', async () => {
      const same = someBytes(1000)
      const files = await Promise.all([receive(same), receive(same), receive(someBytes(1000, 2))])
      expect(new Set(files.map(({ id }) => id)).size).toBe(3)
      await valueOf(staging().discard(files[0]))
      expect(await content(files[1])).toEqual(same)
      expect(await content(files[2])).toEqual(someBytes(1000, 2))
    })

    it('is unaffected by later changes to a chunk’s buffer', async () => {
      const chunk = someBytes(100)
      async function* reusedBuffer() {
        yield* streamOf([chunk]).stream
        chunk.fill(0)
        yield* streamOf([chunk]).stream
      }
      const file = await valueOf(staging().receive(reusedBuffer(), LARGE_LIMIT))
      const expected = Uint8Array.from([...someBytes(100), ...new Uint8Array(100)])
      expect(await content(file)).toEqual(expected)
      for await (const read of staging().read(file)) read.map((bytes) => bytes.fill(7))
      expect(await content(file)).toEqual(expected)
    })

    it('accepts a file of exactly the maximum size', async () => {
      const whole = someBytes(1000)
      const file = await valueOf(staging().receive(streamOf([whole]).stream, { maximumBytes: 1000 }))
      expect(file.bytes).toBe(1000)
    })

    it('refuses a file one byte too large, stops reading and leaves no file', async () => {
      const before = await made().subject.fileCount()
      const chunks = Array.from({ length: 1000 }, () => someBytes(100))
      chunks[9] = someBytes(101)
      const { stream, chunksRead, isClosed } = streamOf(chunks)
      const refusal = await refusalOf(staging().receive(stream, { maximumBytes: 1000 }))
      expect(refusal).toEqual({ type: 'TooLarge', maximumBytes: 1000 })
      expect(chunksRead()).toBe(10)
      expect(isClosed()).toBe(true)
      expect(await made().subject.fileCount()).toBe(before)
    })

    it('returns an error of the stream unchanged and leaves no file', async () => {
      const before = await made().subject.fileCount()
      const streamError = { type: 'ClientHungUp', afterBytes: 100 } as const
      const { stream, isClosed } = streamOf([someBytes(100)], { atItsEnd: streamError })
      expect(await refusalOf(staging().receive(stream, LARGE_LIMIT))).toEqual(streamError)
      expect(isClosed()).toBe(true)
      expect(await made().subject.fileCount()).toBe(before)
    })

    it('returns Unavailable if the stream throws, and leaves no file', async () => {
      const before = await made().subject.fileCount()
      const { stream } = streamOf([someBytes(100)], { thrown: new Error('bug in an adapter') })
      await expectUnavailable(staging().receive(stream, LARGE_LIMIT))
      expect(await made().subject.fileCount()).toBe(before)
    })

    it('discards a file, more than once too', async () => {
      const before = await made().subject.fileCount()
      const file = await receive(someBytes(100))
      expect(await made().subject.fileCount()).toBe(before + 1)
      await valueOf(staging().discard(file))
      await valueOf(staging().discard(file))
      expect(await made().subject.fileCount()).toBe(before)
      await expectUnavailable(new ResultAsync(gatherBytes(staging().read(file))))
    })

    it('lets a reader stop early', async () => {
      const file = await receive(someBytes(1_000_000))
      for await (const chunk of staging().read(file)) {
        expect(chunk.isOk()).toBe(true)
        break
      }
      expect(sha256Of(await content(file))).toBe(file.sha256)
    })

    it('returns Unavailable in an outage, and has its files afterwards', async () => {
      const file = await receive(someBytes(100))
      await made().breakDown()
      const { stream } = streamOf([someBytes(100), someBytes(100)])
      await expectUnavailable(staging().receive(stream, LARGE_LIMIT))
      await expectUnavailable(staging().discard(file))
      await expectUnavailable(new ResultAsync(gatherBytes(staging().read(file))))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await content(file)).toEqual(someBytes(100))
    })
  })
