import sharp from 'sharp'
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

export type Colour = 'red' | 'blue' | 'clear' | 'other'

const colourOf = ([red = 0, green = 0, blue = 0, alpha = 0]: readonly number[]): Colour => {
  if (alpha < 20) return 'clear'
  if (red > 200 && blue < 60 && green < 60) return 'red'
  return blue > 200 && red < 60 && green < 60 ? 'blue' : 'other'
}

/** A picture as a person sees it: its size, and the colours along its edges. */
export const seen = async (file: Uint8Array) => {
  const { format, width, height, exif, icc, xmp, orientation } = await sharp(file).metadata()
  const rgba = await sharp(file).ensureAlpha().toColourspace('srgb').raw().toBuffer()
  const at = (x: number, y: number) => Array.from(rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 4))
  const [middleX, middleY] = [width >> 1, height >> 1]
  return {
    format,
    width,
    height,
    tells: [exif, icc, xmp, orientation].filter((told) => told !== undefined).length,
    left: colourOf(at(2, middleY)),
    right: colourOf(at(width - 3, middleY)),
    top: colourOf(at(middleX, 2)),
    bottom: colourOf(at(middleX, height - 3)),
    alpha: at(2, middleY)[3]!,
  }
}
