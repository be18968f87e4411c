import { powerInDecibels } from './decibels.ts'

/**
 * Mean squares of K-weighted sound, both channels summed, of 100 ms each, in order and without gaps: what integrated
 * loudness and loudness range are made of.
 */
export type Powers = readonly number[]

/** −0.691 LUFS: what makes a full-scale sine of 997 Hz in one channel read −3.01. */
const OFFSET = -0.691

/** The power of −70 LUFS, 10^((0.691 − 70) / 10): the absolute gate. */
const ABSOLUTE_GATE = 1.172_465_304_582_296_4e-7

/** 400 ms, overlapping by 75 %. */
const GATING_BLOCK = 4
/** −10 LU, as a power. */
const RELATIVE_GATE = 0.1

/** 3 s, ten of them begin in a second. */
const SHORT_TERM = 30
/** −20 LU, as a power. */
const RANGE_GATE = 0.01
const LOW_PERCENTILE = 10
const HIGH_PERCENTILE = 95

/** The loudness, in LUFS, of K-weighted sound whose channels' mean squares sum up to this power (ITU-R BS.1770-5). */
export const loudnessOf = (power: number): number => OFFSET + powerInDecibels(power)

const meanOf = (powers: Powers, from: number, to: number): number => {
  let sum = 0
  for (let at = from; at < to; at++) sum += powers[at]!
  return sum / (to - from)
}

const meanOfAll = (powers: Powers): number => meanOf(powers, 0, powers.length)

/** The mean power of every stretch of so many powers; each begins one after the other. */
const stretches = (powers: Powers, length: number): Powers =>
  Array.from({ length: Math.max(0, powers.length - length + 1) }, (_, from) => meanOf(powers, from, from + length))

/**
 * Integrated (programme) loudness in LUFS: the mean of the 400 ms blocks above −70 LUFS that are not more than 10 LU below
 * the mean of all those (ITU-R BS.1770-5). Null where no block is above −70 LUFS, so for silence and for less than 400 ms.
 */
export const integratedLoudness = (powers: Powers): number | null => {
  const heard = stretches(powers, GATING_BLOCK).filter((power) => power > ABSOLUTE_GATE)
  if (heard.length === 0) return null
  const gate = RELATIVE_GATE * meanOfAll(heard)
  return loudnessOf(meanOfAll(heard.filter((power) => power > gate)))
}

/**
 * Loudness range (LRA) in LU: how far apart the 10th and the 95th percentile of the 3 s loudness lie, without what is below
 * −70 LUFS or more than 20 LU below the mean of the rest (EBU Tech 3342). Null where nothing is left, so for silence and for
 * less than 3 s. Tech 3341 calls it unsteady for programmes of less than a minute.
 */
export const loudnessRange = (powers: Powers): number | null => {
  const heard = stretches(powers, SHORT_TERM).filter((power) => power >= ABSOLUTE_GATE)
  if (heard.length === 0) return null
  const gate = RANGE_GATE * meanOfAll(heard)
  const sorted = Float64Array.from(heard.filter((power) => power >= gate)).toSorted()
  const percentile = (percent: number) => sorted[Math.round(((sorted.length - 1) * percent) / 100)]!
  return powerInDecibels(percentile(HIGH_PERCENTILE) / percentile(LOW_PERCENTILE))
}
