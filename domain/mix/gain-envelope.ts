/** Frames by which the limiter sees a peak before it comes: 5 ms. */
export const LOOK_AHEAD = 240

/** Frames for which the gain stays down after a peak: 60 ms, longer than a period of 20 Hz, so steady tones keep one gain. */
const HOLD = 2880

/** Frames in which the gain would rise from silence to unity: 341 ms, so 6 dB take half of it. */
const RELEASE = 16_384

/** Frames over which the gain is averaged, twice; both together reach over the look-ahead. */
const AVERAGED = LOOK_AHEAD / 2 + 1

/** Unity gain. Gains are whole numbers, so sums are exact and the same however they were arrived at. */
const UNITY = 2 ** 30
const STEP = UNITY / RELEASE
const FULL = AVERAGED * AVERAGED * UNITY

/** Frames that the gain of a frame depends on, at most, before it. */
export const ENVELOPE_MEMORY = RELEASE + HOLD + LOOK_AHEAD

/** Room for every frame of the hold and the look-ahead: a power of 2, so that a mask finds the place of a frame. */
const PLACES = 4096
const LAST_PLACE = PLACES - 1

/** The state of a limiter's gain. `newEnvelope` makes it, `followPeaks` changes it. */
export type GainEnvelope = {
  /** The frames that require less than all later ones, of those in hold and look-ahead, in a ring: the first is the minimum. */
  readonly frames: Float64Array
  readonly required: Float64Array
  first: number
  end: number
  /** The gain before the averages, and what the averages add up. */
  level: number
  readonly levels: Float64Array
  readonly sums: Float64Array
  sum: number
  total: number
  place: number
  /** For how many frames the level has been unity. */
  rested: number
}

/** An envelope before the first frame: the gain is 1. */
export const newEnvelope = (): GainEnvelope => ({
  frames: new Float64Array(PLACES),
  required: new Float64Array(PLACES),
  first: 0,
  end: 0,
  level: UNITY,
  levels: new Float64Array(AVERAGED).fill(UNITY),
  sums: new Float64Array(AVERAGED).fill(AVERAGED * UNITY),
  sum: AVERAGED * UNITY,
  total: FULL,
  place: 0,
  rested: 2 * AVERAGED,
})

/** At rest the gain is exactly 1, and stays so as long as no frame requires less. Frames may be left out then. */
export const isAtRest = ({ first, end, rested }: GainEnvelope): boolean => first === end && rested >= 2 * AVERAGED

/**
 * Takes the next frames, numbered from `first`, which need the gains in `required` (1 or more if none); and replaces these by the
 * gains, 0 to 1, of the frames that lie `LOOK_AHEAD` before them.
 *
 * The gain falls on a smooth curve (two moving averages, a triangle of 5 ms), reaches what a peak requires when the peak comes,
 * stays for the hold and rises linearly at the release, smoothed by the same curve.
 */
export const followPeaks = (envelope: GainEnvelope, first: number, frames: number, required: Float64Array): void => {
  const { frames: minima, required: least, levels, sums } = envelope
  let { first: head, end, level, sum, total, place, rested } = envelope
  for (let at = 0; at < frames; at++) {
    if (required[at]! < 1) {
      const gain = Math.floor(required[at]! * UNITY)
      while (end > head && least[(end - 1) & LAST_PLACE]! >= gain) end--
      minima[end & LAST_PLACE] = first + at
      least[end & LAST_PLACE] = gain
      end++
    }
    while (end > head && minima[head & LAST_PLACE]! < first + at - HOLD - LOOK_AHEAD) head++
    level += STEP
    if (end > head && level > least[head & LAST_PLACE]!) level = least[head & LAST_PLACE]!
    if (level > UNITY) level = UNITY
    rested = level === UNITY ? rested + 1 : 0
    sum += level - levels[place]!
    levels[place] = level
    total += sum - sums[place]!
    sums[place] = sum
    place = place === AVERAGED - 1 ? 0 : place + 1
    required[at] = total / FULL
  }
  envelope.first = head
  envelope.end = end
  envelope.level = level
  envelope.sum = sum
  envelope.total = total
  envelope.place = place
  envelope.rested = rested
}
