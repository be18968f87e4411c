import { crc32, deflateSync } from 'node:zlib'

export const bigEndian = (value: number, bytes: number): Buffer => {
  const room = Buffer.alloc(bytes)
  for (let at = bytes - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 256)) room[at] = rest % 256
  return room
}
export const littleEndian = (value: number, bytes: number): Buffer => Buffer.from(bigEndian(value, bytes).toReversed())

export const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')

const chunk = (type: string, content: Uint8Array): Buffer => {
  const named = Buffer.concat([ascii(type), content])
  return Buffer.concat([bigEndian(content.length, 4), named, bigEndian(crc32(named), 4)])
}

/** A PNG of black and white (one bit), all black; with fewer rows in it than it says if so wanted. */
export const blackPng = (side: number, rows = side, more: readonly Buffer[] = []): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.concat([bigEndian(side, 4), bigEndian(side, 4), Buffer.from([1, 0, 0, 0, 0])])),
    ...more,
    chunk('IDAT', deflateSync(Buffer.alloc(rows * (1 + Math.ceil(side / 8))))),
    chunk('IEND', Buffer.alloc(0)),
  ])

/** A text of so many zeros, compressed. */
export const zippedText = (bytes: number): Buffer =>
  chunk('zTXt', Buffer.concat([ascii('Comment\0\0'), deflateSync(Buffer.alloc(bytes))]))
export const zippedProfile = (bytes: number): Buffer =>
  chunk('iCCP', Buffer.concat([ascii('profile\0\0'), deflateSync(Buffer.alloc(bytes))]))

export const gif = (side: number): Buffer =>
  Buffer.concat([
    ascii('GIF89a'),
    littleEndian(side, 2),
    littleEndian(side, 2),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0, 0]),
    littleEndian(side, 2),
    littleEndian(side, 2),
    Buffer.from([0, 2, 2, 0x44, 1, 0, 0x3b]),
  ])

/** The header of a JPEG is all there is of it. */
export const jpeg = (side: number): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xc2, 0, 11, 8]),
    bigEndian(side, 2),
    bigEndian(side, 2),
    Buffer.from([1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0, 0xff, 0xd9]),
  ])
