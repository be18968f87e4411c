import type { BlockStream } from '../sound/block.ts'
import { CHANNELS } from '../sound/block.ts'
import { limit, LIMITER_MEMORY, type LimiterSetting } from './limiter.ts'
import { BLOCK_FRAMES, mixdown, type MixerStem } from './mixer.ts'

/** A track of a mix that can be read from any frame on. */
export type SeekableStem<Fault> = Omit<MixerStem<Fault>, 'blocks'> & {
  /** The samples from this frame of the stem on, none at or behind its end. Only of stems that are heard. */
  readonly blocksFrom: (frame: number) => BlockStream<Fault>
}

/** The stem, opened so that its first sample is the first one at or after this frame of the mix. */
const openedAt = <Fault>(stem: SeekableStem<Fault>, frame: number): MixerStem<Fault> => {
  const skipped = Math.max(0, frame - stem.offset)
  return { ...stem, offset: stem.offset + skipped, blocks: stem.blocksFrom(skipped) }
}

async function* without<Fault>(blocks: BlockStream<Fault>, frames: number): BlockStream<Fault> {
  let toDrop = CHANNELS * frames
  for await (const block of blocks) {
    if (block.isErr()) {
      yield block
      return
    }
    const dropped = Math.min(toDrop, block.value.length)
    toDrop -= dropped
    if (dropped < block.value.length) yield block.map((samples) => samples.subarray(dropped))
  }
}

/**
 * The master from this frame on, for whoever listens to a mix: the same bits that mixing, gain and limiter give there when they
 * begin at frame 0, so that seeking and looping change nothing of what is heard. The limiter starts so much earlier as it
 * remembers.
 */
export const masterFrom = <Fault>(
  stems: readonly SeekableStem<Fault>[],
  setting: LimiterSetting,
  from: number,
  blockFrames: number = BLOCK_FRAMES,
): BlockStream<Fault> => {
  const start = setting.ceiling === null ? from : Math.max(0, from - LIMITER_MEMORY)
  const bus = mixdown(
    stems.map((stem) => openedAt(stem, start)),
    { from: start, blockFrames },
  )
  return without(limit(bus, setting), from - start)
}
