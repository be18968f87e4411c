/**
 * The first frame of a VBR MP3: an empty one that says how long the sound is and where it begins and ends. Its layout is
 * Xing's header and LAME's extension of it (“Mp3 Info Tag revision 1”, http://gabriel.mp3-tech.org/mp3infotag.html). No
 * library writes it for frames that come from several encodes.
 */
import { crc16 } from './crc16.ts'
import { FRAME_SAMPLES, frameHeader } from './frames.ts'

/** What the frames that follow are. */
export type Music = {
  /** Samples per channel that went into the encoder. */
  readonly samples: number
  /** The bytes of each frame. */
  readonly frames: readonly number[]
  /** CRC-16 of all of them. */
  readonly crc: number
}

/** The shortest frame that holds the tag. At 48 kHz it is just full. */
const TAG_KILOBITS = 64
const TAG_BYTES = 192

/** Where Xing's header begins: after the frame's own and the side information of MPEG-1 stereo. */
const XING_AT = 4 + 32
const TOC_AT = XING_AT + 16
const TOC_ENTRIES = 100
const LAME_AT = XING_AT + 120
const CRC_AT = TAG_BYTES - 2

/** Xing's header has all its fields: frames, bytes, table of contents, quality. */
const ALL_FIELDS = 0b1111

/** Out of 100, as LAME counts it: less ten for each step of V, and less its `-q`, of which 5 is the default. */
const QUALITY = 100 - 10 * 2 - 5

/** Readers look for delay and padding where they know the name. */
const ENCODER = 'LAME3.100'

/** Revision 0; method 4 is “VBR new”, of which V2 is a preset. */
const METHOD = 4
const PRESET_V2 = 480
/** In 100 Hz, of V2. */
const LOWPASS = 185

/** By how many samples LAME's output begins before its input. A decoder adds 529 of its own. */
export const ENCODER_DELAY = 576

/** Joint stereo and a source of 48 kHz. */
const MISCELLANEOUS = (3 << 2) | (2 << 6)

/** The byte at each per cent of the time, in 256ths of the file. */
const tableOfContents = (frames: readonly number[], bytes: number): readonly number[] => {
  const table: number[] = []
  let at = TAG_BYTES
  for (const [index, length] of frames.entries()) {
    while (table.length < TOC_ENTRIES && table.length * frames.length <= index * TOC_ENTRIES) {
      table.push(Math.floor((256 * at) / bytes))
    }
    at += length
  }
  while (table.length < TOC_ENTRIES) table.push(255)
  return table
}

/** The frame with the tag, to be put in front of the music. */
export const lameTag = ({ samples, frames, crc }: Music): Uint8Array<ArrayBuffer> => {
  const music = frames.reduce((sum, length) => sum + length, 0)
  const bytes = TAG_BYTES + music
  const padding = Math.max(0, frames.length * FRAME_SAMPLES - ENCODER_DELAY - samples)
  const shortest = frames.reduce((least, length) => Math.min(least, length), Infinity)
  const tag = Buffer.alloc(TAG_BYTES)
  tag.set(frameHeader(TAG_KILOBITS))
  tag.write('Xing', XING_AT, 'latin1')
  tag.writeUInt32BE(ALL_FIELDS, XING_AT + 4)
  tag.writeUInt32BE(frames.length, XING_AT + 8)
  tag.writeUInt32BE(bytes, XING_AT + 12)
  tag.set(tableOfContents(frames, bytes), TOC_AT)
  tag.writeUInt32BE(QUALITY, TOC_AT + TOC_ENTRIES)
  tag.write(ENCODER, LAME_AT, 'latin1')
  tag.writeUInt8(METHOD, LAME_AT + 9)
  tag.writeUInt8(LOWPASS, LAME_AT + 10)
  // Peak, replay gain and LAME's flags, from 11 to 19, stay 0: not stated.
  tag.writeUInt8(frames.length === 0 ? 0 : Math.min(255, shortest / 3), LAME_AT + 20)
  tag.writeUIntBE(ENCODER_DELAY * 2 ** 12 + Math.min(padding, 0xfff), LAME_AT + 21, 3)
  tag.writeUInt8(MISCELLANEOUS, LAME_AT + 24)
  tag.writeUInt16BE(PRESET_V2, LAME_AT + 26)
  tag.writeUInt32BE(bytes, LAME_AT + 28)
  tag.writeUInt16BE(crc, LAME_AT + 32)
  tag.writeUInt16BE(crc16(tag.subarray(0, CRC_AT)), CRC_AT)
  return new Uint8Array(tag)
}
