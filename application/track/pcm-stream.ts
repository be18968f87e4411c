import { err, ok } from 'neverthrow'
import { type BlockStream, FRAME_BYTES, type StereoBlock } from '#domain/sound/block.ts'
import { blockRing } from '#domain/sound/block-ring.ts'
import { sharedKernels } from '#domain/sound/kernels.ts'
import { headroomFor, quantised } from '#domain/sound/pcm.ts'
import type { ByteStream } from './audio.ts'

/** The sound exceeds full scale and needs this headroom, in steps of 6.02 dB. */
export type TooLoud = { readonly type: 'TooLoud'; readonly headroom: number }

const peakOf = (block: Float32Array): number => {
  let peak = 0
  for (let at = 0; at < block.length; at++) {
    const level = Math.abs(block[at]!)
    if (level > peak) peak = level
  }
  return peak
}

/**
 * The blocks in whole steps of 24 bits, with this headroom. Each block is shown to `measure` as it is stored and as it was
 * decoded. It is valid until the next but one is asked for.
 */
export async function* quantisedBlocks<Fault>(
  blocks: BlockStream<Fault>,
  headroom: number,
  measure: (samples: StereoBlock, asPlayed: StereoBlock) => void,
): BlockStream<Fault | TooLoud> {
  const room = blockRing()
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
    const samples = quantised(block.value, headroom, sharedKernels(), room(block.value.length))
    measure(samples, block.value)
    yield ok(samples)
  }
}

const joined = (one: Uint8Array, other: Uint8Array): Uint8Array => {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/** The bytes in chunks of whole frames. What is left at the end is no frame, and is left out. */
async function* wholeFrames<Fault>(bytes: ByteStream<Fault>): ByteStream<Fault> {
  let rest = new Uint8Array(0)
  for await (const chunk of bytes) {
    if (chunk.isErr()) {
      yield chunk
      return
    }
    const all = rest.length === 0 ? chunk.value : joined(rest, chunk.value)
    const whole = all.length - (all.length % FRAME_BYTES)
    rest = all.slice(whole)
    if (whole > 0) yield ok(all.subarray(0, whole))
  }
}

/** The blocks as 32-bit floats in the machine's own order, which is little-endian wherever Node runs. */
export async function* floatBytesOf<Fault>(blocks: BlockStream<Fault>): ByteStream<Fault> {
  for await (const block of blocks) {
    yield block.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))
    if (block.isErr()) return
  }
}

/** The blocks of what {@link floatBytesOf} wrote. A chunk may end in the middle of a frame. */
export async function* floatBlocksOf<Fault>(bytes: ByteStream<Fault>): BlockStream<Fault> {
  for await (const frames of wholeFrames(bytes)) {
    // A view of floats has to begin at a multiple of four.
    yield frames.map((given) => {
      const aligned = given.byteOffset % 4 === 0 ? given : given.slice()
      return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4)
    })
    if (frames.isErr()) return
  }
}
