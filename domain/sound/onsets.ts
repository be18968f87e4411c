import { CHANNELS, type StereoBlock } from './block.ts'
import { powerInDecibels } from './decibels.ts'

/** Frames of one value of an onset envelope: 5 ms. */
export const ONSET_FRAMES = 240

/** Levels so many decibels below the loudest count as silence. */
const DYNAMICS = 50

/** What is needed of a recording to lay another one beside it. */
export type Onsets = {
  /** Left and right in one, each sample less the one before it, faded in and out. */
  readonly differences: Float32Array
  /** How much the level rises, one value for {@link ONSET_FRAMES}, the mean of all taken off. */
  readonly envelope: Float32Array
}

/** Frames of the fades, 50 ms: that two recordings break off does not make them alike. */
const FADE = 2400

const faded = (samples: Float32Array): Float32Array => {
  const length = Math.min(FADE, samples.length / 2)
  return samples.map((sample, at) => (sample * Math.min(length, at, samples.length - 1 - at)) / length)
}

/** Collects a recording, block by block: 200 kB for a second. */
export type OnsetCollector = {
  /** The next block, of any length. A frame in which a sample is no finite number counts as silence. */
  readonly add: (block: StereoBlock) => void
  readonly onsets: () => Onsets
}

/** Levels in decibels, from 0 for silence to {@link DYNAMICS} for the loudest. */
const levelsOf = (powers: readonly number[]): readonly number[] => {
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0)
  return powers.map((power) => (loudest === 0 ? 0 : Math.max(0, powerInDecibels(power / loudest) + DYNAMICS)))
}

/** By how much each level exceeds those of the 10 ms before. The beginning of a file is no onset. */
const risesOf = (levels: readonly number[]): readonly number[] =>
  levels.map((level, at) => Math.max(0, level - Math.max(levels[at - 1] ?? level, levels[at - 2] ?? 0)))

/** Weights of the neighbours: one who plays along is some milliseconds early or late. */
const SPREAD = [1, 2, 3, 4, 3, 2, 1] as const

const spread = (values: Float64Array): Float32Array => {
  const wide = new Float32Array(values.length)
  for (let at = 0; at < values.length; at++) {
    let sum = 0
    for (let place = 0; place < SPREAD.length; place++) sum += SPREAD[place]! * (values[at + place - 3] ?? 0)
    wide[at] = sum
  }
  const mean = wide.reduce((sum, value) => sum + value, 0) / Math.max(1, wide.length)
  return wide.map((value) => value - mean)
}

/** A collector that has heard nothing yet. */
export const onsetCollector = (): OnsetCollector => {
  let differences = new Float32Array(64 * ONSET_FRAMES)
  let [frames, last, low, high] = [0, 0, 0, 0]
  /** The power of the sound, and that of its differences, in which the high notes are the loud ones. */
  const [lows, highs]: [number[], number[]] = [[], []]

  const add = (block: StereoBlock): void => {
    for (let at = 0; at + 1 < block.length; at += CHANNELS) {
      const merged = (block[at]! + block[at + 1]!) / 2
      const sample = merged - merged === 0 ? merged : 0
      const difference = sample - last
      if (frames === differences.length) differences = new Float32Array(differences.buffer.transfer(8 * frames))
      differences[frames++] = difference
      last = sample
      low += sample * sample
      high += difference * difference
      if (frames % ONSET_FRAMES !== 0) continue
      lows.push(low)
      highs.push(high)
      ;[low, high] = [0, 0]
    }
  }

  const onsets = (): Onsets => {
    const [ofAll, ofHigh] = [lows, highs].map((powers) => risesOf(levelsOf(powers)))
    return {
      differences: faded(differences.subarray(0, frames)),
      envelope: spread(Float64Array.from(ofAll!, (rise, at) => rise + ofHigh![at]!)),
    }
  }

  return { add, onsets }
}
