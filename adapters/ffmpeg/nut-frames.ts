import { err, ok, type Result } from 'neverthrow'
import {
  type FrameHeader,
  type MainHeader,
  NutReader,
  readFrameHeader,
  readMainHeader,
  readStreamHeader,
  STARTCODE,
  type StreamHeader,
} from './nut-reader.ts'

/** Consecutive samples and the time of the first, in frames at 48 kHz from a zero that only the file knows. */
export type TimedSamples = {
  readonly pts: number
  readonly channels: number
  /** Interleaved 32-bit float, little-endian like every machine Node runs on; valid until the next chunk is asked for. */
  readonly bytes: Uint8Array
}

const FILE_ID_BYTES = 25
const STARTCODES = { main: 0x7a561f5f04ad, stream: 0x11405bf2f9db, syncpoint: 0xe4adeeca4569 } as const
const STARTCODE_BYTES = 8
/** Packets longer than this have a checksum of their header. */
const SHORT_PACKET = 4096
/** Frames are passed on in portions of at least this size, but for the first, since each costs a write and a hash further on. */
const GATHERED_BYTES = 256 * 1024
/** As much of a chunk is looked at first for the rest of a frame. */
const JOINED_BYTES = 16 * 1024
/** Longer than any header of a frame. */
const MAX_HEADER_BYTES = 64

/** Takes NUT apart as it arrives. Written for one stream of 32-bit float, which is what ffmpeg is asked for. */
class NutDemuxer {
  #pending: Buffer = Buffer.alloc(0)
  #main: MainHeader | null = null
  #stream: StreamHeader | null = null
  #lastPts = 0
  #hasStarted = false

  /** The frames that are whole by now. */
  take(chunk: Uint8Array): readonly TimedSamples[] {
    const arrived = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const frames: TimedSamples[] = []
    const cutOff = this.#pending
    // Only the frame that was cut off is put together: copying whole chunks would copy all sound once more.
    for (let more = JOINED_BYTES; cutOff.length > 0; more *= 2) {
      this.#pending = Buffer.concat([cutOff, arrived.subarray(0, more)])
      const before = this.#pending.length
      this.#takeInto(frames)
      const used = before - this.#pending.length
      if (more >= arrived.length) return frames
      if (used < cutOff.length) continue
      this.#pending = arrived.subarray(used - cutOff.length)
      break
    }
    if (cutOff.length === 0) this.#pending = arrived
    this.#takeInto(frames)
    return frames
  }

  #takeInto(frames: TimedSamples[]): void {
    if (!this.#hasStarted) {
      if (this.#pending.length < FILE_ID_BYTES) return
      this.#pending = this.#pending.subarray(FILE_ID_BYTES)
      this.#hasStarted = true
    }
    for (;;) {
      const isPacket = this.#pending[0] === STARTCODE
      const step = isPacket ? this.#packet() : this.#frame()
      if (step === null) return
      if (step !== 'packet') frames.push(step)
    }
  }

  #packet(): 'packet' | null {
    const reader = new NutReader(this.#pending, STARTCODE_BYTES)
    const length = reader.v()
    if (length > SHORT_PACKET) reader.skip(4)
    const end = reader.at + length
    if (reader.isPastEnd || end > this.#pending.length) return null
    const startcode = this.#pending.readUIntBE(2, 6)
    if (startcode === STARTCODES.main) this.#main = readMainHeader(reader)
    else if (startcode === STARTCODES.stream) this.#stream = readStreamHeader(reader)
    else if (startcode === STARTCODES.syncpoint) this.#lastPts = this.#syncpoint(reader.v())
    this.#pending = this.#pending.subarray(end)
    return 'packet'
  }

  /** The time of a syncpoint, in the stream's own time base. */
  #syncpoint(coded: number): number {
    const bases = this.#main?.timeBases ?? []
    const [from, to] = [bases[coded % bases.length], bases[this.#stream?.timeBase ?? 0]]
    const time = Math.floor(coded / bases.length)
    return from === undefined || to === undefined ? time : Math.floor((time * from[0] * to[1]) / (from[1] * to[0]))
  }

  #frame(): TimedSamples | null {
    if (this.#main === null || this.#stream === null || this.#pending.length === 0) return null
    const reader = new NutReader(this.#pending.subarray(0, MAX_HEADER_BYTES))
    const frame: FrameHeader | null = readFrameHeader(reader, this.#main, this.#stream, this.#lastPts)
    if (frame === null || reader.isPastEnd || reader.at + frame.bytes > this.#pending.length) return null
    this.#lastPts = frame.pts
    const bytes = this.#pending.subarray(reader.at, reader.at + frame.bytes)
    this.#pending = this.#pending.subarray(reader.at + frame.bytes)
    return { pts: frame.pts, channels: this.#stream.channels, bytes }
  }
}

/**
 * Reads the NUT that ffmpeg writes: raw samples, each frame with its timestamp, which neither WAV nor any other simple
 * format has. Follows the specification in ffmpeg's `doc/nut.texi`. A frame cut off at the end is left out.
 */
export async function* nutFrames<Fault>(
  chunks: AsyncIterable<Result<Uint8Array, Fault>>,
): AsyncGenerator<Result<readonly TimedSamples[], Fault>, void, undefined> {
  const demuxer = new NutDemuxer()
  let frames: TimedSamples[] = []
  let bytes = GATHERED_BYTES
  for await (const chunk of chunks) {
    if (chunk.isErr()) {
      if (frames.length > 0) yield ok(frames)
      yield err(chunk.error)
      return
    }
    frames.push(...demuxer.take(chunk.value))
    bytes += chunk.value.length
    if (bytes < GATHERED_BYTES || frames.length === 0) continue
    yield ok(frames)
    frames = []
    bytes = 0
  }
  if (frames.length > 0) yield ok(frames)
}
