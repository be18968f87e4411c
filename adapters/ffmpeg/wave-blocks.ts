import { err, ok, type Result } from 'neverthrow'
import type { StereoBlock } from '#domain/mix/mixer.ts'

const SAMPLE_BYTES = 4
const RIFF_BYTES = 12
const CHUNK_BYTES = 8

type Header = { readonly channels: number; readonly bytes: number }

/** The header of the WAV ffmpeg writes; `null` while it is not whole yet. The sizes in it are not: a pipe has no end yet. */
const readHeader = (head: Buffer): Header | null => {
  let channels = 0
  for (let at = RIFF_BYTES; at + CHUNK_BYTES <= head.length;) {
    const name = head.toString('latin1', at, at + 4)
    if (name === 'data') return { channels, bytes: at + CHUNK_BYTES }
    if (name === 'fmt ' && at + CHUNK_BYTES + 4 <= head.length) channels = head.readUInt16LE(at + CHUNK_BYTES + 2)
    at += CHUNK_BYTES + head.readUInt32LE(at + 4)
  }
  return null
}

const onBothSides = (mono: Float32Array): StereoBlock => {
  const stereo = new Float32Array(mono.length * 2)
  for (let at = 0; at < mono.length; at++) stereo[2 * at] = stereo[2 * at + 1] = mono[at]!
  return stereo
}

/** Whole frames of the bytes, copied: pieces of a pipe start anywhere, samples only at multiples of four. */
const toFloats = (bytes: Buffer, length: number): Float32Array => {
  const floats = new Float32Array(length / SAMPLE_BYTES)
  new Uint8Array(floats.buffer).set(bytes.subarray(0, length))
  return floats
}

/**
 * Stereo blocks from the pieces of a float WAV of one or two channels, one for each piece that ends a frame. A file of
 * no frames has no blocks. Memory is little-endian on every machine Node runs on, and so is WAV.
 */
export async function* waveBlocks<Fault>(
  pieces: AsyncIterable<Result<Uint8Array, Fault>>,
): AsyncGenerator<Result<StereoBlock, Fault>, void, undefined> {
  let header: Header | null = null
  let pending: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    if (piece.isErr()) {
      yield err(piece.error)
      return
    }
    const { buffer, byteOffset, byteLength } = piece.value
    const arrived = Buffer.from(buffer, byteOffset, byteLength)
    pending = pending.length === 0 ? arrived : Buffer.concat([pending, arrived])
    if (header === null) {
      header = readHeader(pending)
      if (header === null) continue
      pending = pending.subarray(header.bytes)
    }
    const length = pending.length - (pending.length % (header.channels * SAMPLE_BYTES))
    if (length === 0) continue
    const samples = toFloats(pending, length)
    pending = pending.subarray(length)
    yield ok(header.channels === 1 ? onBothSides(samples) : samples)
  }
}
