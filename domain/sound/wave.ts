import { CHANNELS, SAMPLE_RATE } from './block.ts'

const WIDTH = 3

/** Bytes of a frame of 24-bit stereo. */
export const WAVE_FRAME_BYTES: number = WIDTH * CHANNELS

const CHUNK_HEADER = 8
const FORMAT_BYTES = 16
const PLAIN_HEADER = 12 + CHUNK_HEADER + FORMAT_BYTES + CHUNK_HEADER
/** The sizes of the file and of the data, the number of frames, and a table of no further chunks. */
const DS64_BYTES = 28
const PCM = 1
/** Stands where a size has more than 32 bits. */
const ELSEWHERE = 0xff_ff_ff_ff

const isLarge = (frames: number): boolean => PLAIN_HEADER - CHUNK_HEADER + frames * WAVE_FRAME_BYTES >= ELSEWHERE

/** Size in bytes of a whole file of so many frames. A frame has six bytes, so nothing is padded. */
export const waveBytes = (frames: number): number =>
  PLAIN_HEADER + (isLarge(frames) ? CHUNK_HEADER + DS64_BYTES : 0) + frames * WAVE_FRAME_BYTES

const text = (letters: string): readonly number[] => Array.from(letters, (letter) => letter.charCodeAt(0))

const littleEndian = (value: number, bytes: number): readonly number[] =>
  Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256)

const short = (value: number): readonly number[] => littleEndian(value, 2)
const long = (value: number): readonly number[] => littleEndian(value, 8)

/** The name of a chunk, an integer of 32 bits, or bytes. */
type Part = string | number | readonly number[]

const bytesOf = (part: Part): readonly number[] => {
  if (typeof part === 'string') return text(part)
  return typeof part === 'number' ? littleEndian(part, 4) : part
}

/**
 * What comes before the samples in a WAVE file, 48 kHz stereo, of so many frames: interleaved 24-bit little-endian integers follow.
 * From 4 GiB on it is an RF64 (EBU Tech 3306), whose true sizes stand in a chunk of their own.
 */
export const waveHeader = (frames: number): Uint8Array => {
  const data = frames * WAVE_FRAME_BYTES
  const size = waveBytes(frames) - CHUNK_HEADER
  const sizes = [long(size), long(data), long(frames), 0]
  const rates = [SAMPLE_RATE, SAMPLE_RATE * WAVE_FRAME_BYTES]
  const format = [FORMAT_BYTES, short(PCM), short(CHANNELS), ...rates, short(WAVE_FRAME_BYTES), short(WIDTH * 8)]
  const parts: readonly Part[] = isLarge(frames)
    ? ['RF64', ELSEWHERE, 'WAVE', 'ds64', DS64_BYTES, ...sizes, 'fmt ', ...format, 'data', ELSEWHERE]
    : ['RIFF', size, 'WAVE', 'fmt ', ...format, 'data', data]
  return Uint8Array.from(parts.flatMap(bytesOf))
}
