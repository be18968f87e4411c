import { err, ok, type Result } from 'neverthrow'
import { SAMPLE_RATE } from './block.ts'
import { crossCorrelation } from './cross-correlation.ts'
import { ONSET_FRAMES, type Onsets } from './onsets.ts'

/** Where a recording fits another one. */
export type OffsetProposal = {
  /** The frame of the one at which the other begins, ±30 s: the offset of the other in a mix with the one. */
  readonly offset: number
  /**
   * How sure it is, 0 … 1. From 0.5 on no other place comes near. Less than that: some other place fits nearly as well, such
   * as a beat earlier.
   */
  readonly confidence: number
  /** `waveform`: both have the same sound in them, exact to the sample. `onsets`: both play to one beat, exact to some ms. */
  readonly foundBy: 'waveform' | 'onsets'
}

/** The recordings have nothing in common by which they could be laid one beside the other. */
export type NothingFits = { readonly type: 'NothingFits' }

/** The largest offset that is looked for, in frames. */
const FARTHEST = 30 * SAMPLE_RATE
/** Less than 1 s that is heard at once says nothing. */
const LEAST_OVERLAP = SAMPLE_RATE
/** Waveforms are first compared at 6 kHz. */
const STEP = 8
/** A peak and what is within 50 ms of it are one. */
const APART = SAMPLE_RATE / 20

/** A waveform is the same if its peak rises so many standard deviations above all lags, where noise comes to 8… */
const LEAST_SAME = 12
/** …and no other peak to this part of it, where unrelated music comes to 0.9… */
const NEXT_SAME = 0.6
/** …and at least this part of the sound is common to both. */
const LEAST_LIKENESS = 0.01
/** Onsets that meet so often, in standard deviations of all lags, do not meet by chance… */
const LEAST_MET = 6.5
/** …and so often beyond doubt… */
const SURELY_MET = 12
/** …unless they meet nearly as often elsewhere. */
const NEXT_MET = 0.8

type Peak = {
  /** Index of the highest value. */
  readonly at: number
  /** Its height above the mean, in standard deviations. */
  readonly height: number
  /** How high the next one is, as a part of it. */
  readonly rival: number
}

/** The highest value, how far it stands out, and what comes near. */
const peakOf = (values: Float64Array, apart: number): Peak => {
  let [at, sum, squares] = [0, 0, 0]
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (value > values[at]!) at = index
    sum += value
    squares += value * value
  }
  const mean = sum / values.length
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean))
  const height = values[at]! - mean
  let second = 0
  for (let index = 0; index < values.length; index++)
    if (Math.abs(index - at) > apart) second = Math.max(second, values[index]! - mean)
  return { at, height: deviation > 0 ? height / deviation : 0, rival: height > 0 ? second / height : 1 }
}

/** Sums of squares: of the values before each index. */
const energiesOf = (values: Float32Array): Float64Array => {
  const energies = new Float64Array(values.length + 1)
  for (let at = 0; at < values.length; at++) energies[at + 1] = energies[at]! + values[at]! * values[at]!
  return energies
}

/** The energy of values `from` up to `to`, as far as there are any. */
const between = (energies: Float64Array, from: number, to: number): number =>
  energies[Math.max(0, Math.min(energies.length - 1, to))]! -
  energies[Math.max(0, Math.min(energies.length - 1, from))]!

/**
 * Correlations from −1 to 1. What the two have in common is held against all of the shorter one, so that a chance likeness
 * of two ends does not count, and against what is heard of the longer one meanwhile.
 */
const normalised = (sums: Float64Array, one: Float32Array, other: Float32Array, from: number): Float64Array => {
  const [ofOne, ofOther] = [energiesOf(one), energiesOf(other)]
  const shorter = Math.min(one.length, other.length)
  const floorOf = (energies: Float64Array) => (energies.at(-1)! * shorter) / (energies.length - 1) / 2
  const [floorOfOne, floorOfOther] = [floorOf(ofOne), floorOf(ofOther)]
  return sums.map((sum, index) => {
    const lag = from + index
    const heardOfOne = Math.max(floorOfOne, between(ofOne, lag, lag + other.length))
    const heardOfOther = Math.max(floorOfOther, between(ofOther, -lag, one.length - lag))
    return heardOfOne > 0 && heardOfOther > 0 ? sum / Math.sqrt(heardOfOne * heardOfOther) : 0
  })
}

/** Where between its neighbours the top of a parabola through a value and them lies, −0.5 … 0.5. */
const topBetween = (values: Float64Array, at: number): number => {
  const [before, peak, after] = [values[at - 1] ?? 0, values[at]!, values[at + 1] ?? 0]
  const bend = before - 2 * peak + after
  return bend < 0 ? (before - after) / (2 * bend) : 0
}

const limited = (value: number): number => Math.max(0, Math.min(1, value))

/** The lags in values of `step` frames at which the recordings overlap enough, ±30 s; none if they are too short. */
const lagsOf = (one: Float32Array, other: Float32Array, step: number) => {
  const [farthest, least] = [Math.floor(FARTHEST / step), Math.floor(LEAST_OVERLAP / step)]
  return { from: Math.max(-farthest, least - other.length), to: Math.min(farthest, one.length - least) }
}

/** Sums of so many values each. */
const decimated = (values: Float32Array, step: number): Float32Array => {
  const fewer = new Float32Array(Math.floor(values.length / step))
  for (let at = 0; at < fewer.length * step; at++) fewer[Math.floor(at / step)]! += values[at]!
  return fewer
}

/** How much of what is heard of both at this lag is the same, 0 … 1. */
const likenessAt = (one: Float32Array, other: Float32Array, lag: number): number => {
  let [product, ofOne, ofOther] = [0, 0, 0]
  for (let at = Math.max(0, -lag); at < Math.min(other.length, one.length - lag); at++) {
    product += one[at + lag]! * other[at]!
    ofOne += one[at + lag]! * one[at + lag]!
    ofOther += other[at]! * other[at]!
  }
  return ofOne > 0 && ofOther > 0 ? Math.abs(product) / Math.sqrt(ofOne * ofOther) : 0
}

/** Where the recordings have the same sound in them, if they do. */
const sameSound = (one: Onsets, other: Onsets): OffsetProposal | null => {
  const [slowOne, slowOther] = [one, other].map(({ differences }) => decimated(differences, STEP)) as [
    Float32Array,
    Float32Array,
  ]
  const lags = lagsOf(slowOne, slowOther, STEP)
  if (lags.from > lags.to) return null
  const slow = crossCorrelation(slowOne, slowOther, { ...lags, whitened: true }).map(Math.abs)
  const coarse = peakOf(slow, APART / STEP)
  if (coarse.height < LEAST_SAME || coarse.rival > NEXT_SAME) return null
  const near = (lags.from + coarse.at) * STEP
  const around = { from: near - 2 * STEP, to: near + 2 * STEP }
  const fine = crossCorrelation(one.differences, other.differences, { ...around, whitened: true }).map(Math.abs)
  const offset = around.from + peakOf(fine, 0).at
  if (likenessAt(one.differences, other.differences, offset) < LEAST_LIKENESS) return null
  return { offset, confidence: limited(1 - coarse.rival), foundBy: 'waveform' }
}

/** Where most onsets meet, if they do not meet by chance. */
const sameBeat = (one: Onsets, other: Onsets): OffsetProposal | null => {
  const lags = lagsOf(one.envelope, other.envelope, ONSET_FRAMES)
  if (lags.from > lags.to) return null
  const sums = crossCorrelation(one.envelope, other.envelope, lags)
  const fits = normalised(sums, one.envelope, other.envelope, lags.from)
  const peak = peakOf(fits, APART / ONSET_FRAMES)
  if (peak.height < LEAST_MET || peak.rival > NEXT_MET) return null
  return {
    offset: Math.round((lags.from + peak.at + topBetween(fits, peak.at)) * ONSET_FRAMES),
    confidence: limited(peak.height / SURELY_MET) * limited(2 * (1 - peak.rival)),
    foundBy: 'onsets',
  }
}

/**
 * Proposes the offset at which the other recording fits the one, up to 30 s to either side. If both have the same sound in
 * them, as when the guitar is heard faintly under the voice, their waveforms tell, upside down as well; else it is where most
 * onsets of both meet. Refuses if neither stands out, or if they cannot be heard at once for a second. The same recordings
 * give the same proposal on every machine. It assumes that both run equally fast.
 */
export const proposeOffset = (one: Onsets, other: Onsets): Result<OffsetProposal, NothingFits> => {
  const proposal = sameSound(one, other) ?? sameBeat(one, other)
  return proposal === null ? err({ type: 'NothingFits' }) : ok(proposal)
}
