import { type ResultAsync, safeTry } from 'neverthrow'
import { limit, type LimiterSetting } from '#domain/mix/limiter.ts'
import { mixdown, plainStem } from '#domain/mix/mixer.ts'
import { MASTER_FORMAT_FACTS, type MasterFormat } from '#domain/mix/master-format.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import type { MediaPath, Stem } from '#domain/track/track.ts'
import type { PostView } from '../post/post-view.ts'
import type { Unavailable } from '../shared/outcome.ts'
import type { AudioDecoder, AudioEncoder, AudioFault, MasterRequest } from '../track/audio.ts'
import { discardingUpload } from '../track/place-upload.ts'
import { staged } from '../track/stage-stream.ts'
import type { StemCache } from '../track/stem-cache.ts'
import type { BlobStore, StagedFile, Staging } from '../track/staging-and-blob-store.ts'
import type { MixStems } from './gather-stems.ts'
import { masterBus } from './master-sound.ts'
import { tagsOf } from './master-tags.ts'
import { busOf, soundOf, type StemMissing } from './mix-sound.ts'

/** What making a master in a further format needs. */
export type MakeMasterDependencies = {
  readonly blobs: BlobStore
  readonly staging: Staging
  readonly audioDecoder: AudioDecoder
  readonly stemCache: StemCache
  readonly audioEncoder: AudioEncoder
}

/** Why the sound of stems cannot be had. */
export type SoundFault = AudioFault | StemMissing

/** A master that is not there yet: whose, of which sound, in which format, and where it will lie. */
export type MissingMaster = {
  readonly post: PostView
  readonly recipe: Recipe
  readonly stems: MixStems
  readonly format: MasterFormat
  /** What made the MP3; `null` if that is not known. */
  readonly limiter: LimiterSetting | null
  readonly path: MediaPath
}

/** The author's track as it was uploaded. What exceeded full scale there is limited: 24 bits would clip it. */
const authorsSound = (deps: MakeMasterDependencies, stem: Stem, { master }: Recipe): BlockStream<SoundFault> => {
  const { headroom } = stem
  const sound = mixdown([{ ...plainStem(soundOf(deps, stem)), headroom }])
  return limit(sound, { gain: 0, ceiling: headroom === 0 ? null : master.ceiling })
}

const keep = <Fault>(
  deps: MakeMasterDependencies,
  { post, recipe, format, path }: MissingMaster,
  make: (request: MasterRequest) => ResultAsync<StagedFile, Fault>,
): ResultAsync<void, Fault | Unavailable> =>
  safeTry(async function* () {
    const file = yield* make({ format, tags: yield* tagsOf(deps, post, recipe) })
    return discardingUpload(deps, file, () => deps.blobs.keep(file, path))
  })

/** Stores the author's track as a master, from its stem. */
export const makeAuthorsMaster = (
  deps: MakeMasterDependencies,
  missing: MissingMaster,
): ResultAsync<void, SoundFault> => {
  const sound = authorsSound(deps, missing.stems.author, missing.recipe)
  return keep(deps, missing, (request) => staged(deps, deps.audioEncoder.encode(sound, request)))
}

/**
 * Stores a rendered mix in a further format: rendered again, since the MP3 has lost what FLAC and WAV keep. Without loss it
 * is the master that the MP3 was coded from, to the last bit.
 */
export const makeMixMaster = (deps: MakeMasterDependencies, missing: MissingMaster): ResultAsync<void, SoundFault> => {
  const { recipe, stems, format, limiter } = missing
  if (limiter !== null && MASTER_FORMAT_FACTS[format].isLossless)
    return keep(deps, missing, (request) =>
      staged(deps, deps.audioEncoder.encode(limit(busOf(deps, recipe, stems), limiter), request)),
    )
  const mix = { settings: recipe.master, bus: busOf(deps, recipe, stems) }
  return keep(deps, missing, (request) => masterBus(deps, { ...mix, request }).map(({ file }) => file))
}
