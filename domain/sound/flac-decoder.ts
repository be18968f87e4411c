import { err, ok, type Result } from 'neverthrow'
import { CHANNELS, type StereoBlock } from './block.ts'
import { type BitReader, bitReader } from './flac-bits.ts'
import { type ChannelRooms, samplesOf } from './flac-channels.ts'
import { crc16 } from './flac-checksums.ts'
import { type ChannelCode, type FlacFrameHeader, readFrameHeader } from './flac-frame-header.ts'
import type { FlacFormat, NeedsMoreBytes } from './flac-head.ts'
import { canDecode, type FlacKernels, newFlacKernels, showBytes } from './flac-kernels.ts'
import { HISTORY } from './flac-residual.ts'
import { readSubframe } from './flac-subframe.ts'

/** A frame of a FLAC file, decoded. */
export type FlacFrame = {
  /** Where its first sample lies in the sound, in samples of each channel. */
  readonly firstFrame: number
  /** Samples of each channel. */
  readonly length: number
  /** Its first byte, and the one behind its last, in the bytes that were given. */
  readonly startByte: number
  readonly endByte: number
  /** Each sample is the integer of the file over 2^(bits − 1), −1 ≤ sample < 1; mono is on both sides. */
  readonly samples: StereoBlock
}

/** No whole, undamaged frame of this sound begins at the byte. */
export type FlacDamaged = { readonly type: 'FlacDamaged'; readonly byte: number }

/** There is no frame any more up to the end of the file. */
export type NoFlacFrame = { readonly type: 'NoFlacFrame' }

/** Decodes one sound; it remembers nothing but has room of its own, so that frames may be read in any order. */
export type FlacDecoder = {
  /** The frame that begins at this byte. */
  readonly frameAt: (bytes: Uint8Array, at: number) => Result<FlacFrame, NeedsMoreBytes | FlacDamaged>
  /**
   * The first frame that begins at this byte or later, wherever it was cut: its checksums prove it. `isWhole` says that the
   * file ends with these bytes. When it needs more bytes, those up to `from` can be let go.
   */
  readonly nextFrame: (
    bytes: Uint8Array,
    from: number,
    cut?: { readonly isWhole: boolean },
  ) => Result<FlacFrame, (NeedsMoreBytes & { readonly from: number }) | NoFlacFrame>
}

const CHECKSUM_BYTES = 2

/** Bytes that every frame may have, however it was written… */
const ALWAYS_ALLOWED = 65_536

/** …and more than twice what its samples take as they are no encoder makes. A damaged one must not wait for the rest of the file. */
const mostBytes = ({ channels, bitsPerSample }: FlacFormat, { length }: FlacFrameHeader): number =>
  ALWAYS_ALLOWED + Math.ceil((channels * length * (bitsPerSample + 1)) / 4)

const sideOf = ({ code }: FlacFrameHeader): number => (code === 'apart' ? -1 : code === 'side and right' ? 0 : 1)

const readChannels = (reader: BitReader, format: FlacFormat, header: FlacFrameHeader, rooms: ChannelRooms): boolean => {
  const side = sideOf(header)
  for (let channel = 0; channel < format.channels; channel++) {
    // A difference needs a bit more.
    const bits = format.bitsPerSample + (channel === side ? 1 : 0)
    if (!readSubframe(reader, rooms[channel]!, header.length, bits)) return false
  }
  return true
}

/** As the kernels number them. */
const CODES: Readonly<Record<ChannelCode, number>> = {
  apart: 0,
  'left and side': 1,
  'side and right': 2,
  'middle and side': 3,
}

/** Bytes of a frame beside its samples, if an encoder writes it. */
const BESIDE = 64

/** What the kernels say of a frame that goes on behind the end. */
const CUT = -1

/** The bytes of the frame, decoded into the kernels' room, 'more' if it is cut, or null if anything is unusual or damaged, which TypeScript looks into. */
const decodedByKernels = (
  kernels: FlacKernels,
  { channels, bitsPerSample }: FlacFormat,
  header: FlacFrameHeader,
  bytes: Uint8Array,
  at: number,
): number | 'more' | null => {
  const plain = Math.ceil((channels * header.length * (bitsPerSample + 1)) / 8)
  const end = showBytes(kernels, bytes, at, header.bytes + plain + BESIDE)
  const found = kernels.frame(header.bytes, header.length, channels, CODES[header.code], bitsPerSample, end)
  if (found > 0) return found
  // More may be there than was shown.
  return found === CUT && at + end === bytes.length ? 'more' : null
}

const kernelsFor = ({ maximumBlock, bitsPerSample }: FlacFormat): FlacKernels | null =>
  canDecode(maximumBlock, bitsPerSample) ? newFlacKernels() : null

/**
 * A decoder of frames of this format (RFC 9639 §9). It takes any bytes, and never more time than in proportion to a frame.
 * `newBlock` gives the memory for the samples of a frame, all of which are written.
 */
export const flacDecoder = (
  format: FlacFormat,
  newBlock: (samples: number) => StereoBlock = (samples) => new Float32Array(samples),
  kernels: FlacKernels | null = kernelsFor(format),
): FlacDecoder => {
  const newRoom = () => new Float64Array(HISTORY + format.maximumBlock)
  const first = newRoom()
  const rooms: ChannelRooms = [first, format.channels === 1 ? first : newRoom()]

  const frameAt: FlacDecoder['frameAt'] = (bytes, at) => {
    const damaged = err<never, FlacDamaged>({ type: 'FlacDamaged', byte: at })
    const needsMore = err<never, NeedsMoreBytes>({ type: 'NeedsMoreBytes', bytes: bytes.length + 1 })
    const header = readFrameHeader(format, bytes, at)
    if (header === 'more') return needsMore
    if (header === 'none') return damaged
    const { firstFrame, length, code } = header
    if (kernels !== null) {
      const found = decodedByKernels(kernels, format, header, bytes, at)
      if (found === 'more') return needsMore
      if (found !== null) {
        const samples = newBlock(CHANNELS * length)
        samples.set(kernels.room.subarray(0, samples.length))
        return ok({ firstFrame, length, startByte: at, endByte: at + found, samples })
      }
    }
    const most = at + mostBytes(format, header)
    const start = at + header.bytes
    const reader = bitReader(bytes.subarray(start, most))
    const isRead = readChannels(reader, format, header, rooms)
    const endByte = start + Math.ceil(reader.at / 8) + CHECKSUM_BYTES
    if (endByte > bytes.length && endByte <= most) return needsMore
    if (!isRead || endByte > most) return damaged
    // Over its own checksum, the remainder is 0.
    if (crc16(bytes, at, endByte) !== 0) return damaged
    const frame = { length, code, isMono: format.channels === 1, bits: format.bitsPerSample }
    const samples = samplesOf(rooms, frame, newBlock)
    return samples === null ? damaged : ok({ firstFrame, length, startByte: at, endByte, samples })
  }

  const nextFrame: FlacDecoder['nextFrame'] = (bytes, from, { isWhole } = { isWhole: false }) => {
    for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
      const frame = frameAt(bytes, at)
      if (frame.isOk()) return ok(frame.value)
      if (frame.error.type === 'NeedsMoreBytes' && !isWhole) return err({ ...frame.error, from: at })
    }
    if (isWhole) return err({ type: 'NoFlacFrame' })
    return err({ type: 'NeedsMoreBytes', bytes: bytes.length + 1, from: bytes.length })
  }
  return { frameAt, nextFrame }
}
