import { err, ok, type Result } from 'neverthrow'
import { type BlockStream, CHANNELS, SAMPLE_RATE } from '#domain/sound/block.ts'
import type { FlacFrame } from '#domain/sound/flac-decoder.ts'
import type { FlacFile, StemUnreadable } from './flac-file.ts'

/** Readers of a stem are at most so far apart: one mixes ahead of what is heard, and the next begins with what is heard. */
export const AHEAD_FRAMES = 1.5 * SAMPLE_RATE
/** What was decoded so long before what is read now is kept, for whoever mixes it once more. */
const KEPT_FRAMES = 1.5 * AHEAD_FRAMES
/** What lies so far ahead is read up to; what lies further is sought. */
const NEAR_FRAMES = 4 * SAMPLE_RATE

/** A stem that is read around one place, again and again. */
export type DecodedStem = {
  /** Its samples from this one on, for as long as they are wanted. */
  readonly blocksFrom: (sample: number, isWanted: () => boolean) => BlockStream<StemUnreadable>
}

const endOf = ({ firstFrame, length }: FlacFrame): number => firstFrame + length

/** Silence in the place of what is missing. */
const silenceUpTo = (from: number, to: number): FlacFrame => ({
  firstFrame: from,
  length: to - from,
  startByte: 0,
  endByte: 0,
  samples: new Float32Array(CHANNELS * (to - from)),
})

/**
 * A stem of so many samples, for readers that are at most {@link AHEAD_FRAMES} apart: what lies much further behind is written
 * over, even if somebody holds it. A part of the file that is damaged is silent.
 */
export const decodedStem = (file: FlacFile, frames: number): DecodedStem => {
  let kept: FlacFrame[] = []
  let reader: ReturnType<FlacFile['from']> | null = null
  let turn: Promise<unknown> = Promise.resolve()

  const containing = (sample: number): FlacFrame | undefined =>
    kept.find((frame) => frame.firstFrame <= sample && sample < endOf(frame))

  /** Keeps what comes without a hole. */
  const keep = (frame: FlacFrame, sample: number): void => {
    const end = kept.length === 0 ? sample : endOf(kept.at(-1)!)
    if (frame.firstFrame > end) kept.push(silenceUpTo(end, frame.firstFrame))
    kept.push(frame)
    const over = kept.filter((one) => endOf(one) <= sample - KEPT_FRAMES)
    kept = kept.slice(over.length)
    over.forEach(file.reuse)
  }

  const seek = async (sample: number): Promise<void> => {
    await reader?.return(undefined)
    kept = []
    reader = file.from(sample)
  }

  const read = async (sample: number): Promise<Result<FlacFrame, StemUnreadable>> => {
    for (let found = containing(sample); ; found = containing(sample)) {
      if (found !== undefined) return ok(found)
      const end = kept.length === 0 ? null : endOf(kept.at(-1)!)
      if (reader === null || end === null || sample < end || sample > end + NEAR_FRAMES) await seek(sample)
      const next = await reader!.next()
      if (next.done === true) return ok(silenceUpTo(sample, frames))
      if (next.value.isErr()) {
        reader = null
        return err(next.value.error)
      }
      keep(next.value.value, sample)
      // A reader that has just sought begins at the sample, or behind it where the file is damaged.
      if (end === null && containing(sample) === undefined && next.value.value.firstFrame > sample)
        kept.unshift(silenceUpTo(sample, next.value.value.firstFrame))
    }
  }

  async function* blocksFrom(sample: number, isWanted: () => boolean): BlockStream<StemUnreadable> {
    let at = sample
    while (at < frames && isWanted()) {
      const mine = turn.then(() => (isWanted() ? read(at) : null))
      turn = mine
      const frame = await mine
      if (frame === null) return
      if (frame.isErr()) {
        yield err(frame.error)
        return
      }
      const { firstFrame, length, samples } = frame.value
      const end = Math.min(frames, firstFrame + length)
      yield ok(samples.subarray(CHANNELS * (at - firstFrame), CHANNELS * (end - firstFrame)))
      at = end
    }
  }
  return { blocksFrom }
}
