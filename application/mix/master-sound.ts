import { type ResultAsync, safeTry } from 'neverthrow'
import { limit } from '#domain/mix/limiter.ts'
import { master, type Mastered } from '#domain/mix/mastering.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import type { Unavailable } from '../shared/outcome.ts'
import type { AudioFault } from '../track/audio.ts'
import { floatBlocksOf, floatBytesOf } from '../track/pcm-stream.ts'
import { discardingUpload } from '../track/place-upload.ts'
import { staged } from '../track/stage-stream.ts'
import type { Staging, TooLarge } from '../track/staging-and-blob-store.ts'
import { levelMeter, targetOf } from './mix-sound.ts'

/**
 * Masters a bus: it is written once, into a scratch file; from there it is mastered and measured, and `use` gets the
 * sound of the master. The same recipe and bus give the same samples, so a master can be had again at any time.
 */
export const mastering = <BusFault extends { readonly type: string }, Value, Fault>(
  deps: { readonly staging: Staging },
  recipe: Recipe,
  bus: BlockStream<BusFault>,
  use: (mastered: Mastered, sound: BlockStream<Unavailable>) => ResultAsync<Value, Fault>,
): ResultAsync<Value, Exclude<BusFault, TooLarge> | AudioFault | Fault> =>
  safeTry(async function* () {
    const meter = levelMeter()
    const scratch = yield* staged(deps, floatBytesOf(meter.measured(bus)))
    const read = () => floatBlocksOf(deps.staging.read(scratch))
    return discardingUpload(deps, scratch, () =>
      safeTry(async function* () {
        const mastered = yield* await master(
          { bus: read, meter: loudnessMeter, levels: meter.levels() },
          targetOf(recipe),
        )
        return use(mastered, limit(read(), mastered.setting))
      }),
    )
  })
