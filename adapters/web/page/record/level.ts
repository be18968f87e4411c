/** What a microphone cannot go beyond, within the last step of 10 bits: converters clip a little below full scale. */
const FULL = 0.999

/** So many samples in a row at full scale are a top that is cut off; a single one may be a peak. */
const FLAT = 3

/** How loud a stretch of a recording is. */
export type Level = {
  /** The highest amplitude, 1 is full scale. */
  readonly peak: number
  readonly isClipped: boolean
}

/** The level of one channel. */
export const levelOf = (samples: Float32Array): Level => {
  let [peak, flat, longest] = [0, 0, 0]
  for (const sample of samples) {
    const height = Math.abs(sample)
    if (height > peak) peak = height
    flat = height >= FULL ? flat + 1 : 0
    if (flat > longest) longest = flat
  }
  return { peak, isClipped: longest >= FLAT }
}

/** The louder one of two, clipped if either is. */
export const louder = (one: Level, other: Level): Level => ({
  peak: Math.max(one.peak, other.peak),
  isClipped: one.isClipped || other.isClipped,
})
