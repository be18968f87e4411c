import { CHANNELS, SAMPLE_RATE, type StereoBlock } from './block.ts'

/** Frames that one pair of a minimum and a maximum stands for. */
export const FRAMES_PER_PIXEL = 256

/** Pairs that a picture of a whole track needs. */
export const WAVEFORM_PAIRS = 1800

/** 8-bit steps from silence to full scale. */
const FULL_SCALE = 128
const HIGHEST = 127
const LOWEST = -128

const VERSION = 2
const EIGHT_BIT = 1
const MONO = 1

/** Collects the outline of a stream, block by block: 11 kB for a minute, however the stream is cut. */
export type PeakCollector = {
  /** The next block, of any length. A frame in which a sample is no finite number counts as silence. */
  readonly add: (block: StereoBlock) => void
  /**
   * The outline so far as a file of audiowaveform, version 2 (github.com/bbc/audiowaveform, doc/DataFormat.md): 8 bit, 48 kHz,
   * 256 samples per pixel, left and right merged into one channel. The last pixel may stand for less. No sound is length 0.
   */
  readonly dat: () => Uint8Array<ArrayBuffer>
  /**
   * The same outline as minimum, maximum, minimum, maximum … in −1 … 1, to three decimals, which tell all 8-bit steps apart.
   * At most `count` pairs, which share the pixels out evenly; one for each pixel where there are fewer (9.6 s or less have
   * fewer than 1800). Never empty: no sound is one pair of zeros.
   */
  readonly pairs: (count?: number) => readonly number[]
}

/** −1 … 1 in steps of 8 bit, cut off towards zero and limited, as audiowaveform does. */
const inSteps = (sample: number): number => Math.max(LOWEST, Math.min(HIGHEST, Math.trunc(sample * FULL_SCALE)))

const fromSteps = (step: number): number => Math.round((step * 1000) / FULL_SCALE) / 1000

const littleEndian = (value: number): readonly number[] => [0, 8, 16, 24].map((bits) => (value >>> bits) & 0xff)

/** The lowest and the highest of left and right merged, if they lie beyond those given. */
const outermost = (block: StereoBlock, from: number, to: number, lowest: number, highest: number) => {
  const [begin, end, frame] = [from * CHANNELS, to * CHANNELS, CHANNELS]
  let [low, high] = [lowest, highest]
  for (let at = begin; at < end; at += frame) {
    const merged = (block[at]! + block[at + 1]!) / 2
    const sample = merged - merged === 0 ? merged : 0
    if (sample < low) low = sample
    if (sample > high) high = sample
  }
  return [low, high] as const
}

/** A collector that has heard nothing yet. */
export const peakCollector = (): PeakCollector => {
  /** Minimum and maximum of each full pixel, and room for one more at least. */
  let pixels = new Int8Array(2 * 1024)
  let full = 0
  let frames = 0
  let [lowest, highest] = [Infinity, -Infinity]

  const add = (block: StereoBlock): void => {
    const length = Math.floor(block.length / CHANNELS)
    let at = 0
    while (at < length) {
      const end = Math.min(length, at + FRAMES_PER_PIXEL - frames)
      ;[lowest, highest] = outermost(block, at, end, lowest, highest)
      frames += end - at
      at = end
      if (frames < FRAMES_PER_PIXEL) continue
      pixels[2 * full] = inSteps(lowest)
      pixels[2 * full + 1] = inSteps(highest)
      full++
      if (2 * full === pixels.length) pixels = new Int8Array(pixels.buffer.transfer(2 * pixels.length))
      frames = 0
      ;[lowest, highest] = [Infinity, -Infinity]
    }
  }

  /** Full pixels and the one that has only begun. */
  const outline = (): Int8Array => {
    if (frames === 0) return pixels.subarray(0, 2 * full)
    pixels[2 * full] = inSteps(lowest)
    pixels[2 * full + 1] = inSteps(highest)
    return pixels.subarray(0, 2 * full + 2)
  }

  const dat = (): Uint8Array<ArrayBuffer> => {
    const all = outline()
    const header = [VERSION, EIGHT_BIT, SAMPLE_RATE, FRAMES_PER_PIXEL, all.length / 2, MONO].flatMap(littleEndian)
    const file = new Uint8Array(header.length + all.length)
    for (let at = 0; at < header.length; at++) file[at] = header[at]!
    for (let at = 0; at < all.length; at++) file[header.length + at] = all[at]!
    return file
  }

  const pairs = (count: number = WAVEFORM_PAIRS): readonly number[] => {
    const all = outline()
    const length = all.length / 2
    if (length === 0) return [0, 0]
    const wanted = Math.max(1, Math.min(Math.floor(count), length))
    const startOf = (pair: number) => Math.floor((pair * length) / wanted)
    return Array.from({ length: wanted }, (_, pair) => {
      let [low, high] = [HIGHEST, LOWEST]
      for (let at = startOf(pair); at < startOf(pair + 1); at++) {
        low = Math.min(low, all[2 * at]!)
        high = Math.max(high, all[2 * at + 1]!)
      }
      return [fromSteps(low), fromSteps(high)]
    }).flat()
  }

  return { add, dat, pairs }
}

/** A waveform as JSON: pairs as {@link PeakCollector} has them, and the length of the sound in samples. */
export const waveformJson = (pairs: readonly number[], frames: number): string =>
  JSON.stringify({ sample_rate: SAMPLE_RATE, length_samples: frames, pairs })
