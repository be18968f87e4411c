import { ok } from 'neverthrow'
import { type BlockStream, CHANNELS, type StereoBlock } from '../sound/block.ts'
import { blockRing } from '../sound/block-ring.ts'
import { gainFactor } from '../sound/decibels.ts'
import { type Kernels, newKernels, piecesOf } from '../sound/kernels.ts'
import { FRAMES_AFTER, FRAMES_BEFORE, peakBetween, peakBounds, STRETCH } from '../sound/oversampling.ts'
import { newOverlap, joinOverlap, type Overlap } from '../sound/overlap.ts'
import { ENVELOPE_MEMORY, followPeaks, type GainEnvelope, isAtRest, LOOK_AHEAD, newEnvelope } from './gain-envelope.ts'

/** What the limiter does to the bus. */
export type LimiterSetting = {
  /** The gain before the limiter, in whole hundredths of a decibel. */
  readonly gain: number
  /** The true peak to keep to, in whole hundredths of dBTP. null: only the gain is applied. */
  readonly ceiling: number | null
}

/** Frames that a frame of the output depends on, at most, before it. A limiter started so much earlier gives the same bits. */
export const LIMITER_MEMORY: number = ENVELOPE_MEMORY + FRAMES_BEFORE + 1

/** Frames that are in hand before the first can be given out. */
const DELAY = LOOK_AHEAD + FRAMES_AFTER

/** Adding and subtracting it rounds to whole multiples of 2⁻²³, half to even. */
const TO_24_BITS = 1.5 * 2 ** 29

/** The gains that frames from `from` on require to keep the values before, at and after them under the threshold. */
const findRequired = (
  samples: StereoBlock,
  from: number,
  frames: number,
  threshold: number,
  required: Float64Array,
): void => {
  let before = between(samples, from - 1)
  for (let at = 0; at < frames; at++) {
    const left = CHANNELS * (from + at)
    const after = between(samples, from + at)
    required[at] = threshold / Math.max(before, after, Math.abs(samples[left]!), Math.abs(samples[left + 1]!))
    before = after
  }
}

const between = (samples: StereoBlock, frame: number): number =>
  Math.max(peakBetween(samples, CHANNELS * frame), peakBetween(samples, CHANNELS * frame + 1))

/** Applies the factor alone to samples from `from` up to `to`. */
const scale = (samples: StereoBlock, scaled: StereoBlock, from: number, to: number, factor: number): void => {
  for (let at = from; at < to; at++) scaled[at] = samples[at]! * factor + TO_24_BITS - TO_24_BITS
}

/** Applies the factor and the gains to frames that begin at index `from`. */
const shape = (
  samples: StereoBlock,
  shaped: StereoBlock,
  from: number,
  frames: number,
  factor: number,
  gains: Float64Array,
): void => {
  for (let frame = 0; frame < frames; frame++) {
    const gain = gains[frame]!
    const at = from + CHANNELS * frame
    shaped[at] = samples[at]! * factor * gain + TO_24_BITS - TO_24_BITS
    shaped[at + 1] = samples[at + 1]! * factor * gain + TO_24_BITS - TO_24_BITS
  }
}

/** A limiter at work. What comes in goes out `DELAY` frames later. */
type Limiting = (block: StereoBlock) => StereoBlock

type Limiter = {
  readonly factor: number
  readonly threshold: number
  readonly envelope: GainEnvelope
  /** Room for the gains of a stretch. */
  readonly gains: Float64Array
  readonly overlap: Overlap
  passed: number
  readonly room: (length: number) => StereoBlock
}

const limitStretch = (
  limiter: Limiter,
  samples: StereoBlock,
  limited: StereoBlock,
  out: number,
  bound: number,
): void => {
  const { factor, threshold, envelope, gains } = limiter
  const frames = Math.min(STRETCH, limited.length / CHANNELS - out)
  const isLoud = bound > threshold
  if (!isLoud && isAtRest(envelope)) scale(samples, limited, CHANNELS * out, CHANNELS * (out + frames), factor)
  else {
    if (isLoud) findRequired(samples, out + LOOK_AHEAD, frames, threshold, gains)
    else gains.fill(1)
    followPeaks(envelope, limiter.passed + out, frames, gains)
    shape(samples, limited, CHANNELS * out, frames, factor, gains)
  }
}

const limitBlock = (limiter: Limiter, block: StereoBlock): StereoBlock => {
  const samples = joinOverlap(limiter.overlap, block)
  const limited = limiter.room(block.length)
  const bounds = peakBounds(samples)
  const ahead = LOOK_AHEAD / STRETCH
  for (let stretch = 0; stretch * STRETCH < block.length / CHANNELS; stretch++)
    limitStretch(limiter, samples, limited, stretch * STRETCH, bounds[stretch + ahead]!)
  limiter.passed += block.length / CHANNELS
  return limited
}

const limitingInTypeScript = (factor: number, threshold: number): Limiting => {
  const limiter: Limiter = {
    factor,
    threshold,
    envelope: newEnvelope(),
    gains: new Float64Array(STRETCH),
    overlap: newOverlap(DELAY),
    passed: 0,
    room: blockRing(),
  }
  return (block) => limitBlock(limiter, block)
}

/** The frames in hand lie at the beginning of the room. */
const limitingInWebAssembly = (kernels: Kernels, factor: number, threshold: number): Limiting => {
  const { samples } = kernels
  const inHand = CHANNELS * DELAY
  const room = blockRing()
  kernels.rest()
  return (block) => {
    const limited = room(block.length)
    let at = 0
    for (const piece of piecesOf(block)) {
      samples.set(piece, inHand)
      kernels.limit(piece.length / CHANNELS, factor, threshold)
      limited.set(samples.subarray(0, piece.length), at)
      samples.copyWithin(0, piece.length, piece.length + inHand)
      at += piece.length
    }
    return limited
  }
}

const limiting = (kernels: Kernels | null, factor: number, threshold: number): Limiting =>
  kernels === null ? limitingInTypeScript(factor, threshold) : limitingInWebAssembly(kernels, factor, threshold)

async function* amplified<Fault>(bus: BlockStream<Fault>, factor: number): BlockStream<Fault> {
  const room = blockRing()
  for await (const block of bus)
    yield block.map((samples) => {
      const louder = room(samples.length)
      scale(samples, louder, 0, samples.length, factor)
      return louder
    })
}

/**
 * A look-ahead true-peak limiter, stereo-linked: 5 ms ahead it sees, four times oversampled, what would exceed the ceiling,
 * and lowers both channels on a smooth curve until the peak is there (`gain-envelope.ts`). The output is in whole multiples of
 * 2⁻²³ (24 bits, rounded half to even), as long as the input and not delayed. Where the gain is 1, samples stay as they are.
 *
 * No dither: a 24-bit grid lies below any recording's noise, and the same mix has to give the same bits.
 *
 * While the gain moves, the output may exceed the ceiling by some hundredths of a decibel; `master` measures and corrects that.
 */
export async function* limit<Fault>(
  bus: BlockStream<Fault>,
  setting: LimiterSetting,
  kernels: Kernels | null = newKernels(),
): BlockStream<Fault> {
  const factor = gainFactor(setting.gain)
  if (setting.ceiling === null) {
    yield* amplified(bus, factor)
    return
  }
  const limitNext = limiting(kernels, factor, gainFactor(setting.ceiling) / factor)
  let toDrop = CHANNELS * DELAY
  for await (const block of bus) {
    if (block.isErr()) {
      yield block
      return
    }
    const limited = limitNext(block.value)
    const dropped = Math.min(toDrop, limited.length)
    toDrop -= dropped
    if (dropped < limited.length) yield ok(limited.subarray(dropped))
  }
  const last = limitNext(new Float32Array(CHANNELS * DELAY)).subarray(toDrop)
  if (last.length > 0) yield ok(last)
}
