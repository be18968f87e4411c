import { type ComplexSignal, fourierTransform, powerOfTwo, zeros } from './fourier.ts'

/** Values that are worth a transform. */
const LEAST_PART = 16_384

/** The spectrum of `one` times the conjugate of that of `other`, of the transform of `one + i·other`. */
const addProduct = ({ real, imaginary }: ComplexSignal, sum: ComplexSignal): void => {
  const size = real.length
  for (let at = 0; at < size; at++) {
    const mirrored = (size - at) % size
    const oneReal = (real[at]! + real[mirrored]!) / 2
    const oneImaginary = (imaginary[at]! - imaginary[mirrored]!) / 2
    const otherReal = (imaginary[at]! + imaginary[mirrored]!) / 2
    const otherImaginary = (real[mirrored]! - real[at]!) / 2
    sum.real[at]! += oneReal * otherReal + oneImaginary * otherImaginary
    sum.imaginary[at]! += oneImaginary * otherReal - oneReal * otherImaginary
  }
}

/**
 * Divides each value of the spectrum by the power 3/4 of its magnitude: a sound then matches by all its notes and noises
 * alike and not by the loudest alone, and the match is a narrow peak (Knapp and Carter 1976, the phase transform).
 */
const whiten = ({ real, imaginary }: ComplexSignal): void => {
  for (let at = 0; at < real.length; at++) {
    const root = Math.sqrt(Math.sqrt(real[at]! * real[at]! + imaginary[at]! * imaginary[at]!))
    const divisor = root * Math.sqrt(root)
    if (divisor === 0) continue
    real[at]! /= divisor
    imaginary[at]! /= divisor
  }
}

/** Which lags are compared, and how. */
export type CrossCorrelationOptions = {
  readonly from: number
  /** The last lag, from `from` on. */
  readonly to: number
  /** Whether every frequency counts alike. */
  readonly whitened?: boolean
}

/**
 * The cross-correlation of two real signals: for each lag from `from` to `to` the sum of `one[t + lag] · other[t]` over
 * all t at which both are. The signals may be of any length: about as much as there are lags is transformed at a time.
 */
export const crossCorrelation = (
  one: Float32Array,
  other: Float32Array,
  { from, to, whitened = false }: CrossCorrelationOptions,
): Float64Array => {
  const lags = to - from + 1
  const part = Math.min(Math.max(LEAST_PART, lags), Math.max(1, other.length))
  // Room for every lag of the part, so that none runs into another's.
  const size = powerOfTwo(part + lags - 1)
  const transform = fourierTransform(size)
  const [signal, sum] = [zeros(size), zeros(size)]
  for (let begin = 0; begin < other.length; begin += part) {
    signal.real.fill(0)
    signal.imaginary.fill(0)
    const end = Math.min(begin + part, other.length)
    signal.imaginary.set(other.subarray(begin, end))
    const first = begin + from
    const heard = one.subarray(Math.max(0, first), Math.max(0, Math.min(one.length, end + to)))
    if (heard.length > 0) signal.real.set(heard, Math.max(0, -first))
    transform.forward(signal)
    addProduct(signal, sum)
  }
  if (whitened) whiten(sum)
  transform.backward(sum)
  return sum.real.slice(0, lags).map((value) => value / size)
}
