import { joined, utf8 } from './bytes.ts'

/** A decoded picture, upright: red, green, blue and alpha of each pixel, row by row. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgba: Uint8Array }

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** 8 bits, red green blue and alpha, deflate, filters, no interlace. */
const FORM = [8, 6, 0, 0, 0]

const bigEndian = (word: number): readonly number[] => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff)
const littleEndian = (word: number): readonly number[] => [word & 0xff, word >> 8]

const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc
}

const adler32 = (bytes: Uint8Array): number => {
  let [low, high] = [1, 0]
  for (const byte of bytes) {
    low = (low + byte) % 65_521
    high = (high + low) % 65_521
  }
  return (high << 16) | low
}

const BLOCK_BYTES = 65_535

/** The zlib format (RFC 1950, 1951) without compression. */
const stored = (bytes: Uint8Array): Uint8Array => {
  const blocks = Array.from({ length: Math.max(1, Math.ceil(bytes.length / BLOCK_BYTES)) }, (_, at) => {
    const block = bytes.subarray(at * BLOCK_BYTES, (at + 1) * BLOCK_BYTES)
    const isLast = (at + 1) * BLOCK_BYTES >= bytes.length
    return joined([[isLast ? 1 : 0], littleEndian(block.length), littleEndian(~block.length & 0xffff), block])
  })
  return joined([[0x78, 0x01], ...blocks, bigEndian(adler32(bytes))])
}

const chunk = (type: string, content: Uint8Array | readonly number[]): Uint8Array => {
  const named = joined([utf8(type), content])
  return joined([bigEndian(content.length), named, bigEndian(crc32(named))])
}

const pngOf = (width: number, height: number, rows: Uint8Array): Uint8Array<ArrayBuffer> =>
  joined([
    SIGNATURE,
    chunk('IHDR', [...bigEndian(width), ...bigEndian(height), ...FORM]),
    chunk('IDAT', stored(rows)),
    chunk('IEND', []),
  ])

/** A PNG (ISO/IEC 15948) of 8 bits whose left half is red and whose right half is blue. */
export const png = (width: number, height: number, alpha = 1): Uint8Array<ArrayBuffer> => {
  const row = Array.from({ length: width }, (_, x) => [...(x < width / 2 ? [255, 0, 0] : [0, 0, 255]), 255 * alpha])
  const bytes = [0, ...row.flat()]
  return pngOf(
    width,
    height,
    Uint8Array.from({ length: bytes.length * height }, (_, at) => bytes[at % bytes.length]!),
  )
}

/** A PNG whose header claims this size, with almost no data. */
export const claimingPng = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  pngOf(width, height, Uint8Array.of(0))

export type Colour = 'red' | 'blue' | 'clear' | 'other'

const colourOf = ([red = 0, green = 0, blue = 0, alpha = 0]: readonly number[]): Colour => {
  if (alpha < 20) return 'clear'
  if (red > 200 && blue < 60 && green < 60) return 'red'
  return blue > 200 && red < 60 && green < 60 ? 'blue' : 'other'
}

/** The size of a picture, and the colours along its edges. */
export const edgesOf = ({ width, height, rgba }: Pixels) => {
  const at = (x: number, y: number) => Array.from(rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 4))
  const [middleX, middleY] = [width >> 1, height >> 1]
  return {
    width,
    height,
    left: colourOf(at(2, middleY)),
    right: colourOf(at(width - 3, middleY)),
    top: colourOf(at(middleX, 2)),
    bottom: colourOf(at(middleX, height - 3)),
    alpha: at(2, middleY)[3]!,
  }
}
