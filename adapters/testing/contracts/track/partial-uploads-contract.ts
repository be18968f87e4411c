import * as fc from 'fast-check'
import { ok, ResultAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { PartialUploads } from '#application/track/partial-uploads.ts'
import { bytesOf, gatherBytes, joined, someBytes, streamOf } from '#adapters/testing/bytes.ts'
import {
  contract,
  expectUnavailable,
  gate,
  type MakeBreakable,
  meddleWith,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import type { BegunUpload } from '#domain/track/partial-upload.ts'
import { begun, stuckAfter } from './partial-upload-examples.ts'

export type PartialUploadsSubject = {
  readonly partialUploads: PartialUploads
  /** The same uploads after this process ended and another one began, if they outlive it. */
  readonly inAnotherProcess?: () => PartialUploads
}

/** Contract of `PartialUploads`. */
export const partialUploadsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<PartialUploadsSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'PartialUploads', name }, make, (made, it) => {
    const uploads = () => made().subject.partialUploads
    const added = async (seed = 1, length = 1000): Promise<BegunUpload> => {
      const upload = begun(seed, length)
      await valueOf(uploads().add(upload))
      return upload
    }
    const append = (id: BegunUpload['id'], offset: number, ...chunks: readonly Uint8Array[]) =>
      uploads().append(id, offset, streamOf(chunks).stream)
    const offsetOf = async (id: BegunUpload['id']) => (await valueOf(uploads().byId(id)))?.offset

    it('keeps what arrives, in however many parts and pieces', () =>
      fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1 }),
          fc.array(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 4 }), { maxLength: 4 }),
          async (seed, parts) => {
            const whole = joined(parts.flat())
            const upload = await added(seed, whole.length)
            let offset = 0
            for (const pieces of parts) {
              const end = offset + joined(pieces).length
              expect(await valueOf(append(upload.id, offset, ...pieces))).toBe(end)
              offset = end
              expect(await valueOf(uploads().byId(upload.id))).toEqual({ ...upload, offset })
            }
            expect(await bytesOf(uploads().read(upload.id))).toEqual(whole)
            await valueOf(uploads().remove(upload.id))
          },
        ),
        { numRuns: runs },
      ))

    it('has none before it is added and after it is removed, which may be repeated', async () => {
      const { id } = begun(1)
      expect(await valueOf(uploads().byId(id))).toBe(null)
      expect(await refusalOf(append(id, 0, someBytes(10)))).toEqual({ type: 'UploadNotFound' })
      await added()
      await valueOf(append(id, 0, someBytes(10)))
      await valueOf(uploads().remove(id))
      await valueOf(uploads().remove(id))
      expect(await valueOf(uploads().byId(id))).toBe(null)
      expect(await refusalOf(append(id, 10, someBytes(10)))).toEqual({ type: 'UploadNotFound' })
      await expectUnavailable(new ResultAsync(gatherBytes(uploads().read(id))))
    })

    it('keeps uploads apart, and lists them all', async () => {
      const [one, other] = [await added(1), await added(2, 50)]
      await Promise.all([valueOf(append(one.id, 0, someBytes(10, 3))), valueOf(append(other.id, 0, someBytes(20, 4)))])
      const all = await valueOf(uploads().all())
      expect(all.toSorted((left, right) => left.length - right.length)).toEqual([
        { ...other, offset: 20 },
        { ...one, offset: 10 },
      ])
      expect(await bytesOf(uploads().read(one.id))).toEqual(someBytes(10, 3))
      expect(await bytesOf(uploads().read(other.id))).toEqual(someBytes(20, 4))
    })

    it('refuses an offset that is not where it ended, says where, and does not read', async () => {
      const { id } = await added()
      await valueOf(append(id, 0, someBytes(10)))
      for (const offset of [0, 9, 11, 1000]) {
        const { stream, chunksRead } = streamOf([someBytes(5)])
        const refusal = await refusalOf(uploads().append(id, offset, stream))
        expect(refusal).toEqual({ type: 'UploadOffsetDiffers', offset: 10 })
        expect(chunksRead()).toBe(0)
      }
      expect(await bytesOf(uploads().read(id))).toEqual(someBytes(10))
    })

    it('keeps nothing beyond what was announced', async () => {
      const { id } = await added(1, 25)
      const { stream, chunksRead } = streamOf(Array.from({ length: 9 }, () => someBytes(10)))
      expect(await refusalOf(uploads().append(id, 0, stream))).toEqual({ type: 'UploadOverrun', length: 25 })
      expect(chunksRead()).toBe(3)
      expect(await offsetOf(id)).toBe(20)
      expect(await valueOf(append(id, 20, someBytes(5)))).toBe(25)
      expect(await refusalOf(append(id, 25, someBytes(1)))).toEqual({ type: 'UploadOverrun', length: 25 })
      expect(await valueOf(append(id, 25))).toBe(25)
    })

    it('keeps what arrived before a fault of the stream, and before it throws', async () => {
      const { id } = await added()
      const hungUp = { type: 'ClientHungUp' } as const
      const broken = streamOf([someBytes(10), someBytes(20, 2)], { atItsEnd: hungUp })
      expect(await refusalOf(uploads().append(id, 0, broken.stream))).toEqual(hungUp)
      expect(await offsetOf(id)).toBe(30)
      const thrown = streamOf([someBytes(5, 3)], { thrown: new Error('bug in an adapter') })
      await expectUnavailable(uploads().append(id, 30, thrown.stream))
      expect(await offsetOf(id)).toBe(35)
      await valueOf(append(id, 35, someBytes(1, 4)))
      const whole = joined([someBytes(10), someBytes(20, 2), someBytes(5, 3), someBytes(1, 4)])
      expect(await bytesOf(uploads().read(id))).toEqual(whole)
    })

    it('ends an append that waits for bytes when another one comes, and keeps what it had', async () => {
      const { id } = await added()
      const { opened, open } = gate()
      async function* stuck() {
        yield ok(someBytes(10))
        open()
        yield* stuckAfter()
      }
      const first = uploads().append(id, 0, stuck())
      await opened
      expect(await refusalOf(append(id, 0, someBytes(5)))).toEqual({ type: 'UploadOffsetDiffers', offset: 10 })
      expect(await refusalOf(first)).toEqual({ type: 'UploadOffsetDiffers', offset: 10 })
      expect(await valueOf(append(id, 10, someBytes(5, 2)))).toBe(15)
      expect(await bytesOf(uploads().read(id))).toEqual(joined([someBytes(10), someBytes(5, 2)]))
    })

    it('of many appends from the same place lets one write, and leaves no gap and no mixture', async () => {
      const { id } = await added()
      const parts = Array.from({ length: 8 }, (_, at) => someBytes(10, at + 1))
      const ends = await Promise.all(parts.map((part) => append(id, 0, part.subarray(0, 5), part.subarray(5))))
      expect(ends.filter((end) => end.isOk()).length).toBeLessThan(2)
      const there = await bytesOf(uploads().read(id))
      expect(there.length).toBe(await offsetOf(id))
      expect(parts.some((part) => there.every((byte, at) => byte === part[at]))).toBe(true)
    })

    it('removes an upload whose append waits for bytes', async () => {
      const { id } = await added()
      const first = uploads().append(id, 0, stuckAfter(someBytes(10)))
      await valueOf(uploads().remove(id))
      await refusalOf(first)
      expect(await valueOf(uploads().byId(id))).toBe(null)
    })

    it('shares neither its uploads nor a buffer with anybody', async () => {
      const upload = { ...begun(1) }
      await valueOf(uploads().add(upload))
      meddleWith(upload)
      const chunk = someBytes(10)
      await valueOf(append(begun(1).id, 0, chunk))
      chunk.fill(0)
      meddleWith((await valueOf(uploads().byId(begun(1).id)))!)
      for await (const read of uploads().read(begun(1).id)) read.map((bytes) => bytes.fill(7))
      expect(await valueOf(uploads().byId(begun(1).id))).toEqual({ ...begun(1), offset: 10 })
      expect(await bytesOf(uploads().read(begun(1).id))).toEqual(someBytes(10))
    })

    it('has its uploads in another process', async () => {
      const { inAnotherProcess } = made().subject
      if (inAnotherProcess === undefined) return
      const upload = await added()
      await refusalOf(uploads().append(upload.id, 0, streamOf([someBytes(10)], { atItsEnd: 'killed' }).stream))
      const others = inAnotherProcess()
      expect(await valueOf(others.all())).toEqual([{ ...upload, offset: 10 }])
      expect(await valueOf(others.append(upload.id, 10, streamOf([someBytes(5, 2)]).stream))).toBe(15)
      expect(await bytesOf(others.read(upload.id))).toEqual(joined([someBytes(10), someBytes(5, 2)]))
    })

    it('returns Unavailable in an outage, and goes on afterwards', async () => {
      const { id } = await added()
      await valueOf(append(id, 0, someBytes(10)))
      await made().breakDown()
      await expectUnavailable(uploads().add(begun(2)))
      await expectUnavailable(uploads().byId(id))
      await expectUnavailable(uploads().all())
      await expectUnavailable(append(id, 10, someBytes(10)))
      await expectUnavailable(new ResultAsync(gatherBytes(uploads().read(id))))
      await expectUnavailable(uploads().remove(id))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await valueOf(append(id, 10, someBytes(10, 2)))).toBe(20)
      expect(await bytesOf(uploads().read(id))).toEqual(joined([someBytes(10), someBytes(10, 2)]))
    })
  })
