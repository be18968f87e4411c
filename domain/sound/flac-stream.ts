import { err, ok, type Result } from 'neverthrow'
import { type BlockStream, SAMPLE_RATE, type StereoBlock } from './block.ts'
import { blockRing } from './block-ring.ts'
import { type FlacDamaged, type FlacDecoder, flacDecoder } from './flac-decoder.ts'
import { FLAC_HEAD_BYTES, type NotFlac, readFlacHead, type UnsupportedFlac } from './flac-head.ts'
import { newPendingBytes, type PendingBytes } from './pending-bytes.ts'

/** Why FLAC cannot be heard, or no further; `byte` of what is damaged counts from the beginning of the stream. */
export type FlacFault = NotFlac | UnsupportedFlac | FlacDamaged

/** A sound whose beginning was read. */
type Sound = { readonly decoder: FlacDecoder; readonly frames: number | null }

type Decoding = {
  readonly pending: PendingBytes
  sound: Sound | null
  /** Samples of each channel so far. */
  heard: number
  /** Bytes of the stream that are used up. */
  used: number
  /** With fewer bytes pending, nothing can be gone on with, or hardly. */
  wanted: number
  isOver: boolean
}

/** Reads the beginning, if it has come; a fault if it is none. */
const begin = (decoding: Decoding): Result<void, NotFlac | UnsupportedFlac> => {
  const head = readFlacHead(decoding.pending.all())
  if (head.isErr()) {
    if (head.error.type !== 'NeedsMoreBytes') return err(head.error)
    decoding.wanted = head.error.bytes
    return ok()
  }
  const { format, audioStart } = head.value
  if (format.rate !== SAMPLE_RATE) return err({ type: 'UnsupportedFlac', rate: format.rate, channels: format.channels })
  decoding.wanted = audioStart + 1
  if (decoding.pending.all().length < audioStart) return ok()
  decoding.used = decoding.pending.drop(audioStart)
  decoding.sound = { decoder: flacDecoder(format, blockRing()), frames: format.frames }
  decoding.wanted = 1
  return ok()
}

function* frames(decoding: Decoding, { decoder, frames: all }: Sound): Generator<Result<StereoBlock, FlacDamaged>> {
  const bytes = decoding.pending.all()
  let [at, last] = [0, 0]
  while (at < bytes.length && decoding.heard !== all) {
    const frame = decoder.frameAt(bytes, at)
    if (frame.isErr() && frame.error.type === 'NeedsMoreBytes') break
    if (frame.isErr() || frame.value.firstFrame !== decoding.heard) {
      yield err({ type: 'FlacDamaged', byte: decoding.used + at })
      return
    }
    decoding.heard += frame.value.length
    last = frame.value.endByte - at
    at = frame.value.endByte
    yield ok(frame.value.samples)
  }
  decoding.used = decoding.pending.drop(at)
  const rest = bytes.length - at
  // A frame that is cut is begun anew with more bytes, so not with each one more.
  decoding.wanted = rest === 0 ? 1 : Math.max(last, Math.ceil(1.25 * rest) + 1)
  decoding.isOver = decoding.heard === all
}

function* decoded(decoding: Decoding): Generator<Result<StereoBlock, FlacFault>> {
  if (decoding.sound === null) {
    const begun = begin(decoding)
    if (begun.isErr()) yield err(begun.error)
  }
  if (decoding.sound !== null) yield* frames(decoding, decoding.sound)
}

/** What is wrong with a stream that ends so. */
const faultAtEnd = ({ sound, heard, used, pending }: Decoding): FlacFault | null => {
  if (sound === null) return { type: 'NotFlac' }
  const isWhole = sound.frames === null ? pending.all().length === 0 : heard === sound.frames
  return isWhole ? null : { type: 'FlacDamaged', byte: used }
}

/**
 * Decodes a FLAC file at 48 kHz, mono or stereo, from its first byte on, a block for each of its frames. It needs memory for two
 * frames and a chunk, and beforehand for tags and pictures. Ends with a fault where frames are damaged, missing or cut, and
 * never gives out what is not in the file; what follows the last sample is not read.
 */
export async function* flacBlocks<Fault>(
  chunks: AsyncIterable<Result<Uint8Array, Fault>>,
): BlockStream<Fault | FlacFault> {
  const decoding: Decoding = {
    pending: newPendingBytes(),
    sound: null,
    heard: 0,
    used: 0,
    wanted: FLAC_HEAD_BYTES,
    isOver: false,
  }
  for await (const chunk of chunks) {
    if (chunk.isErr()) {
      yield err(chunk.error)
      return
    }
    if (decoding.pending.add(chunk.value) < decoding.wanted) continue
    for (const block of decoded(decoding)) {
      yield block
      if (block.isErr()) return
    }
    if (decoding.isOver) return
  }
  for (const block of decoded(decoding)) {
    yield block
    if (block.isErr()) return
  }
  const fault = faultAtEnd(decoding)
  if (fault !== null) yield err(fault)
}
