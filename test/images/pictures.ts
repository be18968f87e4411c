import sharp from 'sharp'
import { edgesOf, type Pixels } from '#adapters/testing/pictures.ts'
import { loadSharp } from '#adapters/sharp/sharp-images.ts'

await loadSharp()

/** A picture whose left half is red and whose right half is blue, as sharp has it in memory. */
export const halves = (width: number, height: number, alpha = 1) => {
  const pixel = (at: number) => [at % width < width / 2 ? 255 : 0, 0, at % width < width / 2 ? 0 : 255, 255 * alpha]
  const pixels = Uint8Array.from(Array.from({ length: width * height }, (_, at) => pixel(at)).flat())
  return sharp(pixels, { raw: { width, height, channels: 4 } })
}

/** The same as a PNG of 8 bits, which every resizer reads. */
export const png = async (width: number, height: number, alpha = 1): Promise<Buffer> =>
  halves(width, height, alpha).png().toBuffer()

/** A PNG of one colour that claims so many pixels in a few kilobytes. */
export const bomb = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'red' } })
    .png({ compressionLevel: 9, palette: true, colours: 2 })
    .toBuffer()

/** A picture, pixel by pixel. */
export const pixelsOf = async (file: Uint8Array): Promise<Pixels> => {
  const { data, info } = await sharp(file)
    .ensureAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgba: data }
}

/** A picture as a person sees it, and how much it tells beside that. */
export const seen = async (file: Uint8Array) => {
  const { format, exif, icc, xmp, orientation } = await sharp(file).metadata()
  const tells = [exif, icc, xmp, orientation].filter((told) => told !== undefined).length
  return { format, tells, ...edgesOf(await pixelsOf(file)) }
}
