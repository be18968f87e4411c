import { SAMPLE_RATE } from './block.ts'
import { bitWriter, writeBits, written } from './flac-bit-writer.ts'
import { FLAC_BITS, FLAC_BLOCK_FRAMES, flacFrame, flacFrameByKernels } from './flac-frame-writer.ts'
import { FLAC_HEAD_BYTES, FLAC_INFO_BYTES, FLAC_MARKER } from './flac-head.ts'
import { type FlacKernels, newFlacKernels } from './flac-kernels.ts'
import type { Signal } from './flac-subframe-plan.ts'
import { joinedBytes } from './joined-bytes.ts'

const FULL_SCALE = 2 ** (FLAC_BITS - 1)
/** Adding and subtracting it rounds to whole numbers, half to even. */
const TO_INTEGERS = 1.5 * 2 ** 52
const LAST = 0x80

/** Writes a recording as FLAC while it is played. */
export type FlacEncoder = {
  /**
   * Takes the next samples, any number of whole frames, and gives the bytes that are ready: whole FLAC frames, and before the
   * first the head. Every byte so far is a FLAC file that plays; none but the last 85 ms is kept back.
   */
  readonly push: (block: Float32Array) => Uint8Array
  /** The rest, and the head as it would be if all had been known: it may replace the first 42 bytes, but need not. */
  readonly finish: () => { readonly bytes: Uint8Array; readonly head: Uint8Array }
}

type Totals = { readonly frames: number; readonly shortest: number; readonly longest: number }

/** Marker and STREAMINFO (RFC 9639 §8.2). 0 is unknown, of totals and MD5. */
const headOf = (channels: number, { frames, shortest, longest }: Totals): Uint8Array => {
  const writer = bitWriter(new Uint8Array(FLAC_HEAD_BYTES))
  for (const byte of [...FLAC_MARKER, LAST, 0, 0, FLAC_INFO_BYTES]) writeBits(writer, byte, 8)
  for (const size of [FLAC_BLOCK_FRAMES, FLAC_BLOCK_FRAMES]) writeBits(writer, size, 16)
  for (const bytes of [shortest, longest]) writeBits(writer, bytes, 24)
  writeBits(writer, SAMPLE_RATE, 20)
  writeBits(writer, channels - 1, 3)
  writeBits(writer, FLAC_BITS - 1, 5)
  writeBits(writer, Math.floor(frames / 2 ** 32), 4)
  writeBits(writer, frames, 32)
  for (let word = 0; word < 4; word++) writeBits(writer, 0, 32)
  return written(writer)
}

const integerOf = (sample: number): number => {
  const rounded = sample * FULL_SCALE + TO_INTEGERS - TO_INTEGERS
  // A NaN fails both comparisons.
  return rounded >= FULL_SCALE ? FULL_SCALE - 1 : rounded >= -FULL_SCALE ? rounded : rounded < 0 ? -FULL_SCALE : 0
}

/** Samples as they are written, one signal for each channel. */
const signalsOf = (samples: Float32Array, channels: number): readonly Signal[] =>
  Array.from({ length: channels }, (_, channel) =>
    Int32Array.from({ length: samples.length / channels }, (_frame, at) =>
      integerOf(samples[channels * at + channel]!),
    ),
  )

/** What an encoder may be told. */
export type FlacEncoderOptions = {
  /** How many frames will come, if it is known: then the head says so from the beginning. */
  readonly frames?: number
  /** `null`: in TypeScript alone. */
  readonly kernels?: FlacKernels | null
}

/**
 * An encoder of 48 kHz mono or interleaved stereo to 24-bit FLAC (RFC 9639), losslessly but for the rounding: half to even,
 * clipped at full scale, and what is no number is silence. The same sound gives the same file, in whatever blocks it comes.
 */
export const flacEncoder = (
  channels: 1 | 2,
  { frames = 0, kernels = newFlacKernels() }: FlacEncoderOptions = {},
): FlacEncoder => {
  const whole = channels * FLAC_BLOCK_FRAMES
  const block = kernels === null ? new Float32Array(whole) : kernels.room.subarray(0, whole)
  let [filled, number, hasHead] = [0, 0, false]
  let totals: Totals = { frames: 0, shortest: 0, longest: 0 }

  const encoded = (): Uint8Array => {
    const frame =
      kernels !== null && filled === whole
        ? flacFrameByKernels(kernels, channels, number)
        : flacFrame(signalsOf(block.subarray(0, filled), channels), number)
    totals = {
      frames: totals.frames + filled / channels,
      shortest: totals.shortest === 0 ? frame.length : Math.min(totals.shortest, frame.length),
      longest: Math.max(totals.longest, frame.length),
    }
    number++
    filled = 0
    return frame
  }
  const begun = (): readonly Uint8Array[] => {
    if (hasHead) return []
    hasHead = true
    return [headOf(channels, { ...totals, frames })]
  }
  return {
    push: (samples) => {
      const parts = [...begun()]
      const length = samples.length - (samples.length % channels)
      for (let at = 0; at < length;) {
        const some = samples.subarray(at, Math.min(length, at + whole - filled))
        block.set(some, filled)
        filled += some.length
        at += some.length
        if (filled === whole) parts.push(encoded())
      }
      return joinedBytes(parts)
    },
    finish: () => {
      const parts = [...begun()]
      if (filled > 0) parts.push(encoded())
      return { bytes: joinedBytes(parts), head: headOf(channels, totals) }
    },
  }
}
