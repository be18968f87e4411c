/** A complex signal: its real and its imaginary parts, as many as a power of two. */
export type ComplexSignal = { readonly real: Float64Array; readonly imaginary: Float64Array }

/** A signal of zeros; `size` is a power of two. */
export const zeros = (size: number): ComplexSignal => ({
  real: new Float64Array(size),
  imaginary: new Float64Array(size),
})

/** A transform in place, of signals of one size. */
export type FourierTransform = {
  /** The discrete Fourier transform. */
  readonly forward: (signal: ComplexSignal) => void
  /** What {@link FourierTransform.forward} takes back, times the size. */
  readonly backward: (signal: ComplexSignal) => void
}

/**
 * The roots of unity `e^(−2πi·k/size)` for k below size / 2. `Math.sin` and `Math.cos` may differ between engines, so
 * angles are halved with square roots and added by multiplication: as many steps as k has bits.
 */
const rootsOf = (size: number): ComplexSignal => {
  const roots = zeros(Math.max(1, size / 2))
  roots.real[0] = 1
  // The angle −π/2, which belongs to k = size / 4, then half of it at half of k.
  let [cosine, sine] = [0, -1]
  for (let step = size / 4; step >= 1; step /= 2) {
    // What is known lies at multiples of twice the step; the step fills the places between.
    for (let at = 0; at + step < size / 2; at += 2 * step) {
      const [real, imaginary] = [roots.real[at]!, roots.imaginary[at]!]
      roots.real[at + step] = real * cosine - imaginary * sine
      roots.imaginary[at + step] = real * sine + imaginary * cosine
    }
    const half = Math.sqrt((1 + cosine) / 2)
    ;[cosine, sine] = [half, sine / (2 * half)]
  }
  return roots
}

/** Puts each value where its index, read from the last bit to the first, says. */
const reverseBits = ({ real, imaginary }: ComplexSignal): void => {
  for (let at = 1, other = 0; at < real.length; at++) {
    let bit = real.length >> 1
    for (; (other & bit) !== 0; bit >>= 1) other ^= bit
    other |= bit
    if (at >= other) continue
    ;[real[at], real[other]] = [real[other]!, real[at]!]
    ;[imaginary[at], imaginary[other]] = [imaginary[other]!, imaginary[at]!]
  }
}

/** Joins the transforms of pairs of parts, of `half` values each, to those of the whole. */
const joinParts = ({ real, imaginary }: ComplexSignal, half: number, roots: ComplexSignal): void => {
  const stride = real.length / (2 * half)
  for (let from = 0; from < real.length; from += 2 * half) {
    for (let at = from, root = 0; at < from + half; at++, root += stride) {
      // One by one: taken apart in pairs, they took five times as long.
      const cosine = roots.real[root]!
      const sine = roots.imaginary[root]!
      const r = real[at + half]!
      const i = imaginary[at + half]!
      const turnedReal = r * cosine - i * sine
      const turnedImaginary = r * sine + i * cosine
      real[at + half] = real[at]! - turnedReal
      imaginary[at + half] = imaginary[at]! - turnedImaginary
      real[at]! += turnedReal
      imaginary[at]! += turnedImaginary
    }
  }
}

/**
 * The fast Fourier transform of signals of this size, a power of two (Cooley and Tukey 1965, decimation in time). The
 * same on every machine to the last bit.
 */
export const fourierTransform = (size: number): FourierTransform => {
  const roots = rootsOf(size)
  const forward = (signal: ComplexSignal): void => {
    reverseBits(signal)
    for (let half = 1; half < size; half *= 2) joinParts(signal, half, roots)
  }
  return {
    forward,
    // Real and imaginary parts exchanged, before and after, turn a transform around.
    backward: ({ real, imaginary }) => forward({ real: imaginary, imaginary: real }),
  }
}

/** The smallest power of two that is at least this. */
export const powerOfTwo = (least: number): number => {
  let size = 1
  while (size < least) size *= 2
  return size
}
