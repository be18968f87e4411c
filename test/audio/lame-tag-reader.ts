/** What the LAME tag of an MP3 says, read as its specification has it and by nothing of what writes it. */
export type LameTag = {
  readonly frames: number
  readonly bytes: number
  readonly toc: Uint8Array
  readonly delay: number
  readonly padding: number
  readonly musicCrc: number
  readonly tagCrc: number
}

/** Offsets in a frame of MPEG-1 stereo: header and side information take 36 bytes. */
export const readLameTag = (frame: Buffer): LameTag => {
  if (frame.toString('latin1', 36, 40) !== 'Xing' || frame.readUInt32BE(40) !== 15)
    throw new Error('no full Xing header')
  if (frame.toString('latin1', 156, 160) !== 'LAME') throw new Error('no LAME extension')
  const both = frame.readUIntBE(177, 3)
  return {
    frames: frame.readUInt32BE(44),
    bytes: frame.readUInt32BE(48),
    toc: frame.subarray(52, 152),
    delay: both >> 12,
    padding: both & 0xfff,
    musicCrc: frame.readUInt16BE(188),
    tagCrc: frame.readUInt16BE(190),
  }
}

/** CRC-16 with the polynomial 0x8005, bits of a byte from the lowest on: bit by bit, slowly. */
export const slowCrc16 = (bytes: Uint8Array): number => {
  let crc = 0
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = ((crc ^ (byte >> bit)) & 1) === 1
      crc = (crc >> 1) ^ (isOdd ? 0xa001 : 0)
    }
  }
  return crc
}
