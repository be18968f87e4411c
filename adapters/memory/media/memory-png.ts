import { crc32, deflateSync, inflateSync } from 'node:zlib'
import type { Size } from '#domain/image/image.ts'

/** Pixels, line by line, four bytes each: red, green, blue, and how much of it is there. */
export type Pixels = Size & { readonly rgba: Uint8Array }

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const [OF_RGB, OF_RGBA] = [2, 6]

type Header = Size & { readonly depth: number; readonly colour: number; readonly interlaced: boolean }

/** `null` for what is no PNG (W3C PNG, §5). */
export const pngHeader = (file: Buffer): Header | null => {
  if (file.length < 33 || !file.subarray(0, 8).equals(SIGNATURE)) return null
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)]
  return { width, height, depth: file[24]!, colour: file[25]!, interlaced: file[28] !== 0 }
}

const dataOf = (file: Buffer): Buffer | null => {
  const pieces: Buffer[] = []
  for (let at = SIGNATURE.length; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT') pieces.push(file.subarray(at + 8, at + 8 + length))
    if (type === 'IEND') return Buffer.concat(pieces)
    at += 12 + length
  }
  return null
}

/** Of left, above and above left, the one that is nearest to what they predict (§9.4). */
const paeth = (left: number, above: number, corner: number): number => {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}

const predicted = (filter: number, left: number, above: number, corner: number): number =>
  [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0

/** Eight bits, RGB or RGBA, not interlaced; `null` for any other and for what is broken off. */
export const readPng = (file: Buffer): Pixels | null => {
  const header = pngHeader(file)
  const data = dataOf(file)
  if (header === null || data === null || header.depth !== 8 || header.interlaced) return null
  const channels = header.colour === OF_RGBA ? 4 : 3
  if (channels === 3 && header.colour !== OF_RGB) return null
  const { width, height } = header
  const line = width * channels
  const raw = inflated(data, (line + 1) * height)
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

const inflated = (data: Buffer, length: number): Buffer | null => {
  try {
    const raw = inflateSync(data, { maxOutputLength: length })
    return raw.length === length ? raw : null
  } catch {
    return null
  }
}

const chunk = (type: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

export const writePng = ({ width, height, rgba }: Pixels): Uint8Array => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, OF_RGBA], 8)
  const lines = Array.from({ length: height }, (_, y) => [
    Buffer.alloc(1),
    rgba.subarray(4 * y * width, 4 * (y + 1) * width),
  ])
  const data = deflateSync(Buffer.concat(lines.flat()))
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}
