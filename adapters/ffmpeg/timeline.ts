import { err, ok, type Result } from 'neverthrow'
import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { blockRing } from '#domain/sound/block-ring.ts'
import type { TimedSamples } from './nut-frames.ts'

/** The file's clock leaves out more than can be filled: nothing is played for so many seconds. */
export type HoleTooLong = { readonly type: 'HoleTooLong'; readonly seconds: number }

export type TimelineRules = {
  /** The longest hole to fill with silence, in frames at 48 kHz. */
  readonly maximumHole: number
  /** A clock that is off by less, in frames at 48 kHz, is inexact and not a hole. */
  readonly tolerance: number
  /** Whether the clock's zero is the beginning, and not the first sample. */
  readonly beginsAtZero: boolean
  /**
   * How many frames the resampler holds back. They were recorded before a hole, and come after it, in front of what was
   * recorded behind it.
   */
  readonly heldBack: () => Promise<number>
}

const SILENCE: StereoBlock = new Float32Array(CHANNELS * SAMPLE_RATE)

const SAMPLE_BYTES = 4

type Room = (length: number) => Float32Array

/** Copies the bytes, because they may start anywhere in memory, while a Float32Array must be aligned to 4 bytes. */
const joined = (pieces: readonly TimedSamples[], room: Room): Float32Array => {
  const samples = room(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0) / SAMPLE_BYTES)
  const all = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  let at = 0
  for (const { bytes } of pieces) {
    all.set(bytes, at)
    at += bytes.length
  }
  return samples
}

const monoToStereo = (mono: Float32Array, room: Room): StereoBlock => {
  const stereo = room(mono.length * 2)
  for (let at = 0; at < mono.length; at++) stereo[2 * at] = stereo[2 * at + 1] = mono[at]!
  return stereo
}

function* silence(frames: number): Generator<StereoBlock> {
  for (let left = frames * CHANNELS; left > 0; left -= SILENCE.length) yield SILENCE.slice(0, left)
}

/**
 * Puts samples where the file's clock says, with silence where packets are missing or a recorder paused. Timestamps that
 * go back are no reason to lose sound: what comes then follows what came before. Mono is copied to both sides. A block is
 * valid until the next but one is asked for.
 */
export async function* onTimeline<Fault>(
  arrivals: AsyncIterable<Result<readonly TimedSamples[], Fault>>,
  { maximumHole, tolerance, beginsAtZero, heldBack }: TimelineRules,
): AsyncGenerator<Result<StereoBlock, Fault | HoleTooLong>, void, undefined> {
  const [room, monoRoom] = [blockRing(), blockRing()]
  let next: number | null = null
  let drift = 0
  for await (const arrival of arrivals) {
    if (arrival.isErr()) {
      yield err(arrival.error)
      return
    }
    let [channels, pieces]: [number, TimedSamples[]] = [CHANNELS, []]
    const gathered = (): StereoBlock =>
      channels === 1 ? monoToStereo(joined(pieces, monoRoom), room) : joined(pieces, room)
    for (const frame of arrival.value) {
      channels = frame.channels
      const frames = frame.bytes.length / SAMPLE_BYTES / channels
      const isFirst: boolean = next === null
      const jump: number = frame.pts - (next ?? (beginsAtZero ? 0 : frame.pts))
      const late = jump >= tolerance ? jump : drift + jump
      next = frame.pts + frames
      if (late < (isFirst ? 1 : tolerance)) {
        drift = isFirst || -late >= tolerance ? 0 : late
        pieces.push(frame)
        continue
      }
      if (late > maximumHole) {
        yield err({ type: 'HoleTooLong', seconds: Math.round(late / SAMPLE_RATE) })
        return
      }
      if (late !== jump) drift = 0
      const before = isFirst ? 0 : Math.min(await heldBack(), frames)
      pieces.push({ ...frame, bytes: frame.bytes.subarray(0, before * channels * SAMPLE_BYTES) })
      const sounding = gathered()
      if (sounding.length > 0) yield ok(sounding)
      for (const block of silence(late)) yield ok(block)
      pieces = [{ ...frame, bytes: frame.bytes.subarray(before * channels * SAMPLE_BYTES) }]
    }
    const rest = gathered()
    if (rest.length > 0) yield ok(rest)
  }
}
