import { type BitWriter, bitWriter, writeBits, writeToByte, written } from './flac-bit-writer.ts'
import { crc16, crc8 } from './flac-checksums.ts'
import type { FlacKernels } from './flac-kernels.ts'
import { planSubframe, type Signal, type SubframePlan, writeSubframe } from './flac-subframe-plan.ts'

/** Bits of a sample that the encoder writes. */
export const FLAC_BITS = 24

/** Room beside the samples: a header, two checksums, and headers of subframes. */
const OVERHEAD = 64

const SYNC_COUNTED = 0xfff8
const SIZE_IN_TWO_BYTES = 7
const RATE_48_KHZ = 10
const BITS_24 = 6

/** What the header calls the channels, and how they are written. */
type ChannelPlan = { readonly code: number; readonly subframes: readonly SubframePlan[] }

const costOf = ({ subframes }: ChannelPlan): number => subframes.reduce((sum, { cost }) => sum + cost, 0)

/** Left and right, or one of them or their middle with their difference: what takes the fewest bits. */
const planStereo = (left: Signal, right: Signal): ChannelPlan => {
  const [one, other] = [planSubframe(left, FLAC_BITS), planSubframe(right, FLAC_BITS)]
  const side = planSubframe(
    left.map((sample, at) => sample - right[at]!),
    FLAC_BITS + 1,
  )
  const middle = planSubframe(
    left.map((sample, at) => (sample + right[at]!) >> 1),
    FLAC_BITS,
  )
  const plans: readonly ChannelPlan[] = [
    { code: 1, subframes: [one, other] },
    { code: 8, subframes: [one, side] },
    { code: 9, subframes: [side, other] },
    { code: 10, subframes: [middle, side] },
  ]
  return plans.reduce((best, plan) => (costOf(plan) < costOf(best) ? plan : best))
}

const planChannels = ([left, right]: readonly Signal[]): ChannelPlan =>
  right === undefined ? { code: 0, subframes: [planSubframe(left!, FLAC_BITS)] } : planStereo(left!, right)

/** The number as UTF-8 would have it; as many as there are in two years. */
const writeNumber = (writer: BitWriter, number: number): void => {
  if (number < 0x80) {
    writeBits(writer, number, 8)
    return
  }
  let more = 1
  while (number >= 2 ** (5 * more + 6)) more++
  writeBits(writer, (0xff80 >> more) | (number >>> (6 * more)), 8)
  for (let left = more - 1; left >= 0; left--) writeBits(writer, 0x80 | ((number >>> (6 * left)) & 0x3f), 8)
}

/** The header of the `number`th frame of frames of one size, 24 bits at 48 kHz (RFC 9639 §9.1). */
const writeHeader = (writer: BitWriter, code: number, length: number, number: number): void => {
  writeBits(writer, SYNC_COUNTED, 16)
  writeBits(writer, (SIZE_IN_TWO_BYTES << 4) | RATE_48_KHZ, 8)
  writeBits(writer, (code << 4) | (BITS_24 << 1), 8)
  writeNumber(writer, number)
  writeBits(writer, length - 1, 16)
  writeBits(writer, crc8(writer.bytes, 0, writer.at), 8)
}

/** A frame of one or two channels at 48 kHz, integers of 24 bits, the `number`th of frames of one size (RFC 9639 §9). */
export const flacFrame = (channels: readonly Signal[], number: number): Uint8Array => {
  const { code, subframes } = planChannels(channels)
  const length = channels[0]!.length
  const writer = bitWriter(new Uint8Array(OVERHEAD + 4 * channels.length * length))
  writeHeader(writer, code, length, number)
  for (const subframe of subframes) writeSubframe(writer, subframe)
  writeToByte(writer)
  writeBits(writer, crc16(writer.bytes, 0, writer.at), 16)
  return written(writer)
}

/** Frames of a block that is written at once, 85 ms: what is lost of a take that breaks off. */
export const FLAC_BLOCK_FRAMES = 4096

/** The same of a whole block of samples that lies in the kernels' room. */
export const flacFrameByKernels = (kernels: FlacKernels, channels: 1 | 2, number: number): Uint8Array => {
  const code = kernels.plan(channels)
  const writer = bitWriter(kernels.written)
  writeHeader(writer, code, FLAC_BLOCK_FRAMES, number)
  return kernels.written.slice(0, kernels.write(code, writer.at))
}
