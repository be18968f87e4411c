import { type BlockStream, CHANNELS, type StereoBlock } from './block.ts'
import { amplitudeInDecibels } from './decibels.ts'
import { loudnessMeter } from './loudness.ts'
import { truePeakMeter } from './true-peak.ts'

/** What was measured of a whole piece of sound. */
export type Levels = {
  /** Integrated loudness in LUFS (ITU-R BS.1770-5); `null` for silence and for less than 400 ms. */
  readonly loudness: number | null
  /** True peak in dBTP (ITU-R BS.1770-5, Annex 2); −∞ for silence. */
  readonly truePeak: number
  /** Length in samples per channel. */
  readonly frames: number
}

/** Measures sound that comes in blocks of any size. */
export type LevelMeter = {
  readonly add: (block: StereoBlock) => void
  /** The levels so far. */
  readonly levels: () => Levels
  /** Loudness range in LU so far (EBU Tech 3342); `null` where there is too little to tell. */
  readonly range: () => number | null
}

/** A meter that has heard nothing yet. */
export const levelMeter = (): LevelMeter => {
  const [loudness, truePeak] = [loudnessMeter(), truePeakMeter()]
  let frames = 0
  const add = (block: StereoBlock): void => {
    loudness.add(block)
    truePeak.add(block)
    frames += block.length / CHANNELS
  }
  const levels = (): Levels => ({
    loudness: loudness.integrated(),
    truePeak: amplitudeInDecibels(truePeak.truePeak()),
    frames,
  })
  return { add, levels, range: loudness.range }
}

/** Passes blocks on, and shows them to the meter. */
export async function* metered<Fault>(blocks: BlockStream<Fault>, meter: LevelMeter): BlockStream<Fault> {
  for await (const block of blocks) {
    if (block.isOk()) meter.add(block.value)
    yield block
  }
}
