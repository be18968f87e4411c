import { err, ok } from 'neverthrow'
import type { BlockStream } from '#domain/sound/block.ts'

/** Sound in blocks that end where `cuts` say, and what was asked of it. */
export const stem = (samples: Float32Array, cuts: readonly number[] = [], fault?: string) => {
  const seen = { pulled: 0, closed: 0 }
  const ends = [...new Set([...cuts.map((cut) => 2 * Math.floor((cut * samples.length) / 2)), samples.length])]
  const blocks = async function* (): BlockStream<string> {
    try {
      let from = 0
      for (const end of ends.toSorted((one, other) => one - other)) {
        seen.pulled++
        yield ok(samples.subarray(from, end))
        from = end
      }
      if (fault !== undefined) yield err(fault)
    } finally {
      seen.closed++
    }
  }
  return { stream: blocks(), seen }
}
