import { err, ok, type Result } from 'neverthrow'
import type { StereoBlock } from '#domain/sound/block.ts'

const SAMPLE_BYTES = 4
const RIFF_BYTES = 12
const CHUNK_BYTES = 8

type Header = { readonly channels: number; readonly bytes: number }

/** Parses ffmpeg's WAV header; `null` while it is incomplete. The sizes in it are invalid: ffmpeg writes to a pipe. */
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

const monoToStereo = (mono: Float32Array): StereoBlock => {
  const stereo = new Float32Array(mono.length * 2)
  for (let at = 0; at < mono.length; at++) stereo[2 * at] = stereo[2 * at + 1] = mono[at]!
  return stereo
}

/** Copies the bytes, because a chunk may start anywhere in memory, while a Float32Array must be aligned to 4 bytes. */
const toFloats = (bytes: Buffer, length: number): Float32Array => {
  const floats = new Float32Array(length / SAMPLE_BYTES)
  new Uint8Array(floats.buffer).set(bytes.subarray(0, length))
  return floats
}

/**
 * Turns the chunks of a float WAV (mono or stereo) into stereo blocks, one per chunk that completes a frame. A file
 * without frames has no blocks. The samples are not converted: WAV is little-endian, like every machine Node runs on.
 */
export async function* waveBlocks<Fault>(
  chunks: AsyncIterable<Result<Uint8Array, Fault>>,
): AsyncGenerator<Result<StereoBlock, Fault>, void, undefined> {
  let header: Header | null = null
  let pending: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (chunk.isErr()) {
      yield err(chunk.error)
      return
    }
    const { buffer, byteOffset, byteLength } = chunk.value
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
    yield ok(header.channels === 1 ? monoToStereo(samples) : samples)
  }
}
