import type { Size } from '#domain/image/image.ts'
import { charactersOf, joined, viewOf, writeCharacters } from './bytes.ts'
import { deflated, inflated } from './zlib.ts'

/** Pixels row by row, four bytes each: red, green, blue, alpha. */
export type Pixels = Size & { readonly rgba: Uint8Array }

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const [OF_RGB, OF_RGBA] = [2, 6]

type Header = Size & { readonly depth: number; readonly colour: number; readonly interlaced: boolean }

/** `null` if the bytes are not a PNG (W3C PNG, §5). */
export const pngHeader = (file: Uint8Array): Header | null => {
  if (file.length < 33 || SIGNATURE.some((byte, at) => file[at] !== byte)) return null
  const view = viewOf(file)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  return { width, height, depth: file[24]!, colour: file[25]!, interlaced: file[28] !== 0 }
}

const dataOf = (file: Uint8Array): Uint8Array<ArrayBuffer> | null => {
  const pieces: Uint8Array[] = []
  const view = viewOf(file)
  for (let at = SIGNATURE.length; at + 12 <= file.length;) {
    const length = view.getUint32(at)
    const type = charactersOf(file.subarray(at + 4, at + 8))
    if (type === 'IDAT') pieces.push(file.subarray(at + 8, at + 8 + length))
    if (type === 'IEND') return joined(pieces)
    at += 12 + length
  }
  return null
}

/** The Paeth predictor (§9.4). */
const paeth = (left: number, above: number, corner: number): number => {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}

const predicted = (filter: number, left: number, above: number, corner: number): number =>
  [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0

/** Decodes 8 bits, RGB or RGBA, not interlaced. `null` for other kinds and for cut files. */
export const readPng = async (file: Uint8Array): Promise<Pixels | null> => {
  const header = pngHeader(file)
  const data = dataOf(file)
  if (header === null || data === null || header.depth !== 8 || header.interlaced) return null
  const channels = header.colour === OF_RGBA ? 4 : 3
  if (channels === 3 && header.colour !== OF_RGB) return null
  const { width, height } = header
  const line = width * channels
  const raw = await inflated(data, (line + 1) * height)
  if (raw === null) return null
  const bytes = new Uint8Array(line * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < line; x++) {
      const at = y * line + x
      const left = x < channels ? 0 : bytes[at - channels]!
      const above = y === 0 ? 0 : bytes[at - line]!
      const corner = x < channels || y === 0 ? 0 : bytes[at - line - channels]!
      bytes[at] = raw[y * (line + 1) + 1 + x]! + predicted(raw[y * (line + 1)]!, left, above, corner)
    }
  }
  const byte = (pixel: number, channel: number) => (channel < channels ? bytes[pixel * channels + channel]! : 255)
  return { width, height, rgba: Uint8Array.from({ length: 4 * width * height }, (_, at) => byte(at >> 2, at & 3)) }
}

/** The table of CRC-32 (Annex D). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1
  return rest
})

const crc32 = (bytes: Uint8Array): number => {
  let rest = ~0
  for (const byte of bytes) rest = CRC_TABLE[(rest ^ byte) & 0xff]! ^ (rest >>> 8)
  return ~rest
}

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(12 + data.length)
  const view = viewOf(whole)
  view.setUint32(0, data.length)
  writeCharacters(whole, 4, type)
  whole.set(data, 8)
  view.setUint32(8 + data.length, crc32(whole.subarray(4, 8 + data.length)))
  return whole
}

/** Rejects if the runtime has no compression streams. */
export const writePng = async ({ width, height, rgba }: Pixels): Promise<Uint8Array> => {
  const header = new Uint8Array(13)
  viewOf(header).setUint32(0, width)
  viewOf(header).setUint32(4, height)
  header.set([8, OF_RGBA], 8)
  const line = 4 * width
  const lines = new Uint8Array((1 + line) * height)
  for (let y = 0; y < height; y++) lines.set(rgba.subarray(line * y, line * (y + 1)), (1 + line) * y + 1)
  return joined([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', await deflated(lines)),
    chunk('IEND', new Uint8Array()),
  ])
}
