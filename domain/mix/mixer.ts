import { err, ok, type Result } from 'neverthrow'
import { type BlockStream, CHANNELS, type StereoBlock } from '../sound/block.ts'

/** Below this level (−2 dBFS) the mixer is linear. */
export const KNEE = 10 ** (-2 / 20)

/** No sample of a mix exceeds this level (−0.1 dBFS as a 32-bit float). */
export const CEILING = Math.fround(10 ** (-0.1 / 20))

/** Frames per block of the mixer's output; only the last may be shorter. */
export const BLOCK_FRAMES = 8192

const ROOM = CEILING - KNEE
/** Samples are summed on a grid of 2⁻⁴⁰ (−240 dBFS), where addition is exact, so the order of stems does not matter. */
const GRID = 2 ** 40
/** Samples are clipped to this level (+42 dBFS) first; 64 such stems still sum to less than 2⁵³ grid steps. */
const MAX_LEVEL = 128

/** Compresses samples above the knee smoothly towards the ceiling. */
export const underCeiling = (sample: number): number => {
  const size = Math.abs(sample)
  if (size <= KNEE) return sample
  return Math.sign(sample) * (KNEE + ROOM * Math.tanh((size - KNEE) / ROOM))
}

const onGrid = (sample: number): number =>
  Number.isFinite(sample) ? Math.round(Math.max(-MAX_LEVEL, Math.min(MAX_LEVEL, sample)) * GRID) : 0

/** The sum of the stems at unit gain, limited by the ceiling, as long as the longest stem. NaN counts as silence. */
export const mixBlock = (stems: readonly StereoBlock[]): StereoBlock => {
  const length = stems.reduce((longest, stem) => Math.max(longest, stem.length), 0)
  const sums = new Float64Array(length)
  for (const stem of stems) {
    for (let at = 0; at < stem.length; at++) sums[at]! += onGrid(stem[at]!)
  }
  return Float32Array.from(sums, (sum) => underCeiling(sum / GRID))
}

/** Reads a stem in pieces of any length. */
class StemReader<Fault> {
  readonly #blocks: AsyncIterator<Result<StereoBlock, Fault>>
  #pending: StereoBlock = new Float32Array(0)

  constructor(stem: BlockStream<Fault>) {
    this.#blocks = stem[Symbol.asyncIterator]()
  }

  /** Up to `length` samples; fewer only at the stem's end. */
  async take(length: number): Promise<Result<StereoBlock, Fault>> {
    if (this.#pending.length >= length) return ok(this.#split(length))
    const piece = new Float32Array(length)
    let filled = 0
    while (filled < length) {
      if (this.#pending.length === 0) {
        const next = await this.#blocks.next()
        if (next.done === true) break
        if (next.value.isErr()) return err(next.value.error)
        this.#pending = next.value.value
      }
      const part = this.#split(Math.min(length - filled, this.#pending.length))
      piece.set(part, filled)
      filled += part.length
    }
    return ok(piece.subarray(0, filled))
  }

  async close(): Promise<void> {
    await this.#blocks.return?.()
  }

  #split(length: number): StereoBlock {
    const piece = this.#pending.subarray(0, length)
    this.#pending = this.#pending.subarray(length)
    return piece
  }
}

/**
 * Mixes stems at unit gain, with a ceiling. It holds one block per stem, however long they are, and ends with the
 * longest. The first fault of a stem ends the mix; every stem is closed in the end.
 */
export async function* mix<Fault>(
  stems: readonly BlockStream<Fault>[],
  blockFrames: number = BLOCK_FRAMES,
): BlockStream<Fault> {
  let open = stems.map((stem) => new StemReader(stem))
  const all = open
  try {
    while (open.length > 0) {
      const pieces = await Promise.all(open.map((stem) => stem.take(blockFrames * CHANNELS)))
      const sounding: StereoBlock[] = []
      for (const piece of pieces) {
        if (piece.isErr()) {
          yield err(piece.error)
          return
        }
        sounding.push(piece.value)
      }
      open = open.filter((_, at) => sounding[at]!.length === blockFrames * CHANNELS)
      const master = mixBlock(sounding)
      if (master.length > 0) yield ok(master)
    }
  } finally {
    await Promise.all(all.map((stem) => stem.close()))
  }
}
