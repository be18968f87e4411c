/**
 * Levels in decibels, the same on every machine: `Math.pow` and `Math.log10` may differ in the last bit between
 * engines, so only `+ − × ÷` are used.
 */

/** 10^(1/2000), one hundredth of a decibel. */
const ONE_HUNDREDTH = 4_508_787_573_902_941 / 2 ** 52

/** 20 / ln 10: decibels per neper. */
const DECIBELS_PER_NEPER = 8.685_889_638_065_035

/** Terms of the series below; the last is less than 2⁻⁵³ of the sum. */
const TERMS = 12

/** The linear factor of a gain in whole hundredths of a decibel. 0 is exactly 1. */
export const gainFactor = (hundredths: number): number => {
  let [factor, power, rest] = [1, ONE_HUNDREDTH, Math.abs(hundredths)]
  while (rest > 0) {
    if (rest % 2 === 1) factor *= power
    power *= power
    rest = (rest - (rest % 2)) / 2
  }
  return hundredths < 0 ? 1 / factor : factor
}

/** The natural logarithm of a positive, finite number: `2 artanh((m − 1) / (m + 1))` of its mantissa, as a series. */
const naturalLogarithm = (value: number): number => {
  let [mantissa, exponent] = [value, 0]
  while (mantissa >= Math.SQRT2) [mantissa, exponent] = [mantissa / 2, exponent + 1]
  while (mantissa < Math.SQRT2 / 2) [mantissa, exponent] = [mantissa * 2, exponent - 1]
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let sum = 0
  for (let term = TERMS; term >= 0; term--) sum = sum * square + 1 / (2 * term + 1)
  return 2 * ratio * sum + exponent * Math.LN2
}

/** The level of an amplitude in decibels; full scale 1 is 0 dB, and silence is −∞. */
export const amplitudeInDecibels = (amplitude: number): number =>
  amplitude > 0 ? DECIBELS_PER_NEPER * naturalLogarithm(amplitude) : Number.NEGATIVE_INFINITY

/** The level of a power, a mean square, in decibels. */
export const powerInDecibels = (power: number): number => amplitudeInDecibels(power) / 2

/** A level in whole hundredths; silence has none. */
export const inHundredths = (level: number | null): number | null =>
  level === null || !Number.isFinite(level) ? null : Math.round(level * 100)
