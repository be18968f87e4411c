import { err, ok } from 'neverthrow'
import { type BlockStream, CHANNELS, type StereoBlock } from '#domain/sound/block.ts'
import { headroomFor, packPcm, quantised, unpackPcm } from '#domain/sound/pcm.ts'
import type { ByteStream } from './audio.ts'

/** The sound exceeds full scale and needs this headroom, in steps of 6.02 dB. */
export type TooLoud = { readonly type: 'TooLoud'; readonly headroom: number }

/** Bytes of a frame of 24-bit stereo. */
const FRAME_BYTES = 3 * CHANNELS

const peakOf = (block: Float32Array): number => {
  let peak = 0
  for (let at = 0; at < block.length; at++) {
    const level = Math.abs(block[at]!)
    if (level > peak) peak = level
  }
  return peak
}

/** The blocks as 24-bit little-endian integers with this headroom, each block shown to `measure` as it is stored and as
 * it is played. */
export async function* pcmOf<Fault>(
  blocks: BlockStream<Fault>,
  headroom: number,
  measure: (samples: StereoBlock, asPlayed: StereoBlock) => void,
): ByteStream<Fault | TooLoud> {
  for await (const block of blocks) {
    if (block.isErr()) {
      yield err(block.error)
      return
    }
    const needed = headroomFor(Math.min(peakOf(block.value), Number.MAX_VALUE))
    if (needed > headroom) {
      yield err({ type: 'TooLoud', headroom: needed })
      return
    }
    const samples = quantised(block.value, headroom)
    measure(samples, block.value)
    yield ok(packPcm(samples))
  }
}

const joined = (one: Uint8Array, other: Uint8Array): Uint8Array => {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/** The blocks of 24-bit little-endian integers. A chunk may end in the middle of a frame. */
export async function* blocksOf<Fault>(pcm: ByteStream<Fault>): BlockStream<Fault> {
  let rest = new Uint8Array(0)
  for await (const chunk of pcm) {
    if (chunk.isErr()) {
      yield err(chunk.error)
      return
    }
    const bytes = rest.length === 0 ? chunk.value : joined(rest, chunk.value)
    const whole = bytes.length - (bytes.length % FRAME_BYTES)
    rest = bytes.slice(whole)
    if (whole > 0) yield ok(unpackPcm(bytes.subarray(0, whole)))
  }
}
