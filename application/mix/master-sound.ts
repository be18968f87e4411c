import { type ResultAsync, safeTry } from 'neverthrow'
import { limit } from '#domain/mix/limiter.ts'
import { master, type Mastered } from '#domain/mix/mastering.ts'
import { HUNDREDTHS, type MasterSettings } from '#domain/mix/recipe.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import { levelMeter, metered } from '#domain/sound/level-meter.ts'
import type { Unavailable } from '../shared/outcome.ts'
import type { AudioFault } from '../track/audio.ts'
import { floatBlocksOf, floatBytesOf } from '../track/pcm-stream.ts'
import { discardingUpload } from '../track/place-upload.ts'
import { staged } from '../track/stage-stream.ts'
import type { Staging, TooLarge } from '../track/staging-and-blob-store.ts'

/** What mastering works on. */
export type MasteringOf<BusFault> = {
  readonly settings: MasterSettings
  readonly bus: BlockStream<BusFault>
  /** Every trial of the search passes through it. */
  readonly watch?: (trial: BlockStream<Unavailable>) => BlockStream<Unavailable>
}

/**
 * Masters a bus: it is written once, into a scratch file; from there it is mastered and measured, and `use` gets the
 * sound of the master. The same settings and bus give the same samples, so a master can be had again at any time.
 */
export const mastering = <BusFault extends { readonly type: string }, Value, Fault>(
  deps: { readonly staging: Staging },
  { settings: { loudness, ceiling }, bus, watch = (trial) => trial }: MasteringOf<BusFault>,
  use: (mastered: Mastered, sound: BlockStream<Unavailable>) => ResultAsync<Value, Fault>,
): ResultAsync<Value, Exclude<BusFault, TooLarge> | AudioFault | Fault> =>
  safeTry(async function* () {
    const meter = levelMeter()
    const scratch = yield* staged(deps, floatBytesOf(metered(bus, meter)))
    const read = () => floatBlocksOf(deps.staging.read(scratch))
    return discardingUpload(deps, scratch, () =>
      safeTry(async function* () {
        const target = { loudness: loudness === null ? null : loudness / HUNDREDTHS, ceiling: ceiling / HUNDREDTHS }
        const mastered = yield* await master({ bus: () => watch(read()), levels: meter.levels() }, target)
        return use(mastered, limit(read(), mastered.setting))
      }),
    )
  })
