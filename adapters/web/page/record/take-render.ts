import { ok } from 'neverthrow'
import { type BlockStream, CHANNELS } from '#domain/sound/block.ts'
import { flacEncoder } from '#domain/sound/flac-encoder.ts'
import { type FlacFault, flacBlocks } from '#domain/sound/flac-stream.ts'
import type { Placed } from './placing.ts'

/** Frames of silence that are encoded at a time. */
const SILENT_FRAMES = 48_000

async function* bytesOf(file: Blob) {
  const reader = file.stream().getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield ok(part.value)
}

/** The sound of a take, decoded. */
const blocksOf = (file: Blob): BlockStream<FlacFault> => flacBlocks(bytesOf(file))

/** The take's own channels: mono is decoded to both sides. */
const ownChannels = (block: Float32Array, channels: 1 | 2): Float32Array =>
  channels === CHANNELS
    ? block
    : Float32Array.from({ length: block.length / CHANNELS }, (_, at) => block[CHANNELS * at]!)

/**
 * The file that is sent of a take: FLAC that begins with the song, so that it fits wherever both begin together. The same take
 * at the same place is the same file. Null if it cannot be read.
 */
export const rendered = async (file: Blob, channels: 1 | 2, { offset, skip, frames }: Placed): Promise<Blob | null> => {
  const encoder = flacEncoder(channels)
  const parts: BlobPart[] = []
  const push = (samples: Float32Array) => parts.push(encoder.push(samples) as Uint8Array<ArrayBuffer>)
  for (let left = offset; left > 0; left -= SILENT_FRAMES)
    push(new Float32Array(channels * Math.min(left, SILENT_FRAMES)))
  let at = 0
  for await (const block of blocksOf(file)) {
    if (block.isErr()) return null
    const samples = ownChannels(block.value, channels)
    const length = samples.length / channels
    const [from, to] = [Math.max(skip, at), Math.min(skip + frames, at + length)]
    if (from < to) push(samples.subarray(channels * (from - at), channels * (to - at)))
    at += length
    if (at >= skip + frames) break
  }
  const { bytes, head } = encoder.finish()
  const [first, ...rest] = [...parts, bytes as Uint8Array<ArrayBuffer>]
  // The first bytes that came are the head without its total.
  const begun = (first as Uint8Array<ArrayBuffer>).subarray(head.length)
  return new Blob([head as Uint8Array<ArrayBuffer>, begun, ...rest], { type: 'audio/flac' })
}

/** What is whole of a file that broke off: its frames, and the bytes that they take. */
export const wholePartOf = async (file: Blob): Promise<{ readonly frames: number; readonly bytes: number }> => {
  let frames = 0
  for await (const block of blocksOf(file)) {
    if (block.isOk()) frames += block.value.length / CHANNELS
    else return { frames, bytes: block.error.type === 'FlacDamaged' ? block.error.byte : 0 }
  }
  return { frames, bytes: file.size }
}
