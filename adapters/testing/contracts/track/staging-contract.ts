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
  /** Files that lie in the staging area now, whole or not. */
  readonly leftovers: () => Promise<number>
}

const PLENTY = { maximumBytes: 10_000_000 }

/** `Staging`. */
export const stagingContract = (
  testRunner: TestRunner,
  make: MakeBreakable<StagingSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'Staging', name }, make, (made, it) => {
    const staging = () => made().subject.staging
    const receive = (...pieces: readonly Uint8Array[]) => valueOf(staging().receive(streamOf(pieces).stream, PLENTY))
    const content = (file: StagedFile) => bytesOf(staging().read(file))

    it('keeps what arrived, counts and hashes it, in whatever pieces it came', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), async (pieces) => {
          const whole = joined(pieces)
          const file = await receive(...pieces)
          expect(file).toStrictEqual({ id: file.id, bytes: whole.length, sha256: sha256Of(whole) })
          expect(await content(file)).toEqual(whole)
          await valueOf(staging().discard(file))
        }),
        { numRuns: runs },
      ))

    it('keeps a large file, and lets it be read again', async () => {
      const whole = someBytes(3_000_001)
      const file = await receive(whole.subarray(0, 1_000_000), whole.subarray(1_000_000))
      expect(file.sha256).toBe(sha256Of(whole))
      for (const _ of [1, 2]) expect(sha256Of(await content(file))).toBe(file.sha256)
    })

    it('keeps files apart, also when they arrive side by side and are the same', async () => {
      const same = someBytes(1000)
      const files = await Promise.all([receive(same), receive(same), receive(someBytes(1000, 2))])
      expect(new Set(files.map(({ id }) => id)).size).toBe(3)
      await valueOf(staging().discard(files[0]))
      expect(await content(files[1])).toEqual(same)
      expect(await content(files[2])).toEqual(someBytes(1000, 2))
    })

    it('does not see what becomes of a piece after it was handed over', async () => {
      const piece = someBytes(100)
      async function* reused() {
        yield* streamOf([piece]).stream
        piece.fill(0)
        yield* streamOf([piece]).stream
      }
      const file = await valueOf(staging().receive(reused(), PLENTY))
      const expected = Uint8Array.from([...someBytes(100), ...new Uint8Array(100)])
      expect(await content(file)).toEqual(expected)
      for await (const read of staging().read(file)) read.map((bytes) => bytes.fill(7))
      expect(await content(file)).toEqual(expected)
    })

    it('takes a file of exactly the maximum', async () => {
      const whole = someBytes(1000)
      const file = await valueOf(staging().receive(streamOf([whole]).stream, { maximumBytes: 1000 }))
      expect(file.bytes).toBe(1000)
    })

    it('refuses one byte more, reads no further and leaves nothing', async () => {
      const before = await made().subject.leftovers()
      const pieces = Array.from({ length: 1000 }, () => someBytes(100))
      pieces[9] = someBytes(101)
      const { stream, asked, isSessionExpired } = streamOf(pieces)
      const refusal = await refusalOf(staging().receive(stream, { maximumBytes: 1000 }))
      expect(refusal).toEqual({ type: 'TooLarge', maximumBytes: 1000 })
      expect(asked()).toBe(10)
      expect(isSessionExpired()).toBe(true)
      expect(await made().subject.leftovers()).toBe(before)
    })

    it('hands a fault of the stream out as it is and leaves nothing', async () => {
      const before = await made().subject.leftovers()
      const fault = { type: 'ClientHungUp', after: [100, 'bytes'] } as const
      const { stream, isSessionExpired } = streamOf([someBytes(100)], { atItsEnd: fault })
      expect(await refusalOf(staging().receive(stream, PLENTY))).toEqual(fault)
      expect(isSessionExpired()).toBe(true)
      expect(await made().subject.leftovers()).toBe(before)
    })

    it('answers Unavailable for a stream that throws, and leaves nothing', async () => {
      const before = await made().subject.leftovers()
      const { stream } = streamOf([someBytes(100)], { thrown: new Error('a mistake in an adapter') })
      await expectUnavailable(staging().receive(stream, PLENTY))
      expect(await made().subject.leftovers()).toBe(before)
    })

    it('discards a file, and may do so again', async () => {
      const before = await made().subject.leftovers()
      const file = await receive(someBytes(100))
      expect(await made().subject.leftovers()).toBe(before + 1)
      await valueOf(staging().discard(file))
      await valueOf(staging().discard(file))
      expect(await made().subject.leftovers()).toBe(before)
      await expectUnavailable(new ResultAsync(gatherBytes(staging().read(file))))
    })

    it('lets a reader leave early', async () => {
      const file = await receive(someBytes(1_000_000))
      for await (const piece of staging().read(file)) {
        expect(piece.isOk()).toBe(true)
        break
      }
      expect(sha256Of(await content(file))).toBe(file.sha256)
    })

    it('answers Unavailable in an outage, reads nothing more, and has its files after it', async () => {
      const file = await receive(someBytes(100))
      await made().breakDown()
      const { stream } = streamOf([someBytes(100), someBytes(100)])
      await expectUnavailable(staging().receive(stream, PLENTY))
      await expectUnavailable(staging().discard(file))
      await expectUnavailable(new ResultAsync(gatherBytes(staging().read(file))))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await content(file)).toEqual(someBytes(100))
    })
  })
