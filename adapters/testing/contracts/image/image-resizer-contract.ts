import { err, ok } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { ImageResizer } from '#application/image/image-resizer.ts'
import { unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import { MAX_PIXELS } from '#domain/image/image.ts'
import { streamOf, utf8 } from '#adapters/testing/bytes.ts'
import { claimingPng, edgesOf, type Pixels, png } from '#adapters/testing/pictures.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const SQUARE = { width: 80, height: 80 }
const WIDE = { width: 75, height: 42 }
const LIMIT = { maximumPixels: MAX_PIXELS }

const inPieces = (file: Uint8Array): ByteStream<never> =>
  streamOf(Array.from({ length: Math.ceil(file.length / 100) }, (_, at) => file.subarray(100 * at, 100 * at + 100)))
    .stream

export type ImageResizerSubject = {
  readonly resizer: ImageResizer
  /** What is seen of a picture that it made. */
  readonly decode: (picture: Uint8Array) => Promise<Pixels>
}

/** `ImageResizer`, with PNGs of 8 bits: every one reads those. */
export const imageResizerContract = (
  testRunner: TestRunner,
  make: MakeBreakable<ImageResizerSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'ImageResizer', name }, make, (made, it) => {
    const resizer = () => made().subject.resizer
    const look = (file: Uint8Array) => valueOf(resizer().look(inPieces(file)))
    const resize = async (file: Uint8Array, ...sizes: (typeof SQUARE)[]) =>
      (
        await Promise.all((await valueOf(resizer().resize(inPieces(file), sizes, LIMIT))).map(made().subject.decode))
      ).map(edgesOf)

    it('tells what a file claims to be, also where nobody could hold it', async () => {
      expect(await look(png(30, 20))).toEqual({ format: 'png', width: 30, height: 20 })
      expect(await look(claimingPng(9000, 5000))).toEqual({ format: 'png', width: 9000, height: 5000 })
    })

    it('takes nothing for a picture that is none', async () => {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
      for (const text of ['', 'P', 'a song', svg, `<?xml version="1.0"?>${svg}`, '%PDF-1.7\n'])
        expect(await look(utf8(text)), text).toBeNull()
    })

    it('gives one picture a size, in their order, filled to the edges', async () => {
      expect(await resize(png(160, 160), SQUARE, WIDE)).toMatchObject([
        { ...SQUARE, left: 'red', right: 'blue' },
        { ...WIDE, left: 'red', right: 'blue' },
      ])
    })

    it('cuts the middle out of what is wider or taller', async () => {
      const [wide, tall] = [await resize(png(400, 100), SQUARE), await resize(png(100, 400), WIDE)]
      expect(wide).toMatchObject([{ ...SQUARE, left: 'red', right: 'blue' }])
      expect(tall).toMatchObject([{ ...WIDE, left: 'red', right: 'blue' }])
    })

    it('enlarges what is smaller, down to one pixel', async () => {
      expect(await resize(png(1, 1), SQUARE)).toMatchObject([{ ...SQUARE, left: 'red', right: 'red' }])
      expect(await resize(png(4, 4), WIDE)).toMatchObject([{ ...WIDE, left: 'red', right: 'blue' }])
    })

    it('keeps what shines through', async () => {
      const [half, clear] = [await resize(png(80, 80, 0.5), SQUARE), await resize(png(80, 80, 0), SQUARE)]
      expect(half[0]!.alpha).toBeGreaterThan(110)
      expect(half[0]!.alpha).toBeLessThan(145)
      expect(clear).toMatchObject([{ left: 'clear', right: 'clear' }])
    })

    it('says that it cannot decode what is damaged or broken off', async () => {
      const file = png(200, 200)
      const damaged = Uint8Array.from(file)
      damaged.fill(0xaa, 40, 90)
      for (const bytes of [file.subarray(0, file.length >> 1), damaged, utf8('a song')])
        expect(await refusalOf(resizer().resize(inPieces(bytes), [SQUARE], LIMIT))).toMatchObject({
          type: 'ImageFault',
        })
    })

    it('decodes nothing with more pixels than it may', async () => {
      const file = png(30, 20)
      const within = (maximumPixels: number) => resizer().resize(inPieces(file), [SQUARE], { maximumPixels })
      expect(await refusalOf(within(599))).toMatchObject({ type: 'ImageFault' })
      expect(await valueOf(within(600))).toHaveLength(1)
    })

    it('lets a fault of the bytes out as it went in', async () => {
      const fault = unavailable('files', new Error('the disk is gone'))
      const bytes = async function* (): ByteStream {
        yield ok(png(4, 4).subarray(0, 20))
        yield err(fault)
      }
      expect(await refusalOf(resizer().look(bytes()))).toBe(fault)
      expect(await refusalOf(resizer().resize(bytes(), [SQUARE], LIMIT))).toBe(fault)
    })

    it('makes many at once, each its own', async () => {
      const files = [10, 20, 30, 40].map((width) => png(width, 10))
      expect(await Promise.all(files.map(look))).toMatchObject([10, 20, 30, 40].map((width) => ({ width })))
      for (const pictures of await Promise.all(files.map((file) => resize(file, SQUARE))))
        expect(pictures).toMatchObject([SQUARE])
    })

    it('answers Unavailable in an outage', async () => {
      const file = png(4, 4)
      await made().breakDown()
      await expectUnavailable(resizer().look(inPieces(file)))
      await expectUnavailable(resizer().resize(inPieces(file), [SQUARE], LIMIT))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await resize(file, SQUARE)).toMatchObject([SQUARE])
    })
  })
