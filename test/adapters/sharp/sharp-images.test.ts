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

  it('is none where its end is missing', async () => {
    for (const format of ['jpeg', 'webp', 'avif'] as const) {
      const file = await halves(300, 200).toFormat(format).toBuffer()
      expect(await refusalOf(resize(file.subarray(0, (file.length * 2) / 3))), format).toMatchObject({
        type: 'ImageFault',
      })
    }
  })
})
