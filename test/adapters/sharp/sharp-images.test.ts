import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { SharpImages } from '#adapters/sharp/sharp-images.ts'
import { MAX_PIXELS } from '#domain/image/image.ts'
import { streamOf } from '#adapters/testing/bytes.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { halves, seen } from '../../images/pictures.ts'

const images = new SharpImages()
const SQUARE = { width: 200, height: 200 }

const look = (file: Uint8Array) => valueOf(images.look(streamOf([file]).stream))
const resize = (file: Uint8Array) => images.resize(streamOf([file]).stream, [SQUARE], { maximumPixels: MAX_PIXELS })

/** One whose every byte counts. */
const noise = (width: number, height: number) =>
  sharp(
    Uint8Array.from({ length: 3 * width * height }, (_, at) => (at * 7919) % 251),
    { raw: { width, height, channels: 3 } },
  )

const START_OF_SCAN = 0xda

/** The same JPEG with 0, 0, 0 where its only scan should say 0, 63, 0: first and last coefficient, and their precision. */
const ofPhone = (jpeg: Buffer): Buffer => {
  const file = Buffer.from(jpeg)
  let at = 2
  while (file[at + 1] !== START_OF_SCAN) at += 2 + file.readUInt16BE(at + 2)
  const end = at + 2 + file.readUInt16BE(at + 2)
  expect([...file.subarray(end - 3, end)]).toEqual([0, 63, 0])
  return file.fill(0, end - 3, end)
}

const made = async (file: Uint8Array) => seen((await valueOf(resize(file)))[0]!)

describe('a picture by sharp', () => {
  it('stands upright by its EXIF orientation, and tells nothing else of itself', async () => {
    const told = halves(300, 200).withExif({ IFD0: { Copyright: 'Ann' } })
    const turned = await told.withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer()
    expect((await seen(turned)).tells).toBeGreaterThan(0)
    expect(await made(turned)).toMatchObject({ ...SQUARE, format: 'webp', top: 'red', bottom: 'blue', tells: 0 })
  })

  it('comes of every format that is taken, in any depth and colours', async () => {
    const files = {
      jpeg: await halves(300, 200).jpeg({ quality: 95 }).toBuffer(),
      png: await halves(300, 200).toColourspace('rgb16').png().toBuffer(),
      webp: await halves(300, 200).webp().toBuffer(),
      gif: await halves(300, 200).gif().toBuffer(),
      avif: await halves(300, 200).avif().toBuffer(),
    }
    for (const [format, file] of Object.entries(files)) {
      expect(await look(file)).toEqual({ format, width: 300, height: 200 })
      expect(await made(file), format).toMatchObject({ ...SQUARE, format: 'webp', left: 'red', right: 'blue' })
    }
    const printed = await halves(300, 200).toColourspace('cmyk').jpeg().toBuffer()
    expect(await made(printed)).toMatchObject({ ...SQUARE, format: 'webp' })
  })

  it('is none where libvips would read more than is taken', async () => {
    const tiff = await halves(30, 20).tiff().toBuffer()
    expect(await look(tiff)).toBeNull()
    expect(await refusalOf(resize(tiff))).toMatchObject({ type: 'ImageFault' })
  })

  it('is taken from phones whose JPEGs claim a scan of no coefficients, as many do', async () => {
    const file = ofPhone(await halves(300, 200).jpeg({ quality: 95 }).toBuffer())
    expect(await look(file)).toEqual({ format: 'jpeg', width: 300, height: 200 })
    expect(await made(file)).toMatchObject({ ...SQUARE, format: 'webp', left: 'red', right: 'blue' })
  })

  it.each(['jpeg', 'jpeg in several scans', 'jpeg of a phone', 'png', 'webp', 'gif', 'avif'])(
    'is none where its end is missing, wherever it was cut: %s',
    async (kind) => {
      const picture = noise(120, 80)
      const format = kind.split(' ', 1)[0] as 'jpeg'
      const options = kind.includes('scans') ? { progressive: true } : {}
      const whole = await picture.toFormat(format, options).toBuffer()
      const file = kind.includes('phone') ? ofPhone(whole) : whole
      await valueOf(resize(file))
      for (const part of [0.1, 0.4, 0.7, 0.9, 0.98]) {
        const cut = file.subarray(0, Math.floor(part * file.length))
        expect(await refusalOf(resize(cut)), `${part}`).toMatchObject({ type: 'ImageFault' })
      }
    },
  )
})
