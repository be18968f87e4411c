import { ok, okAsync, safeTry } from 'neverthrow'
import type { Mastered } from '#domain/mix/mastering.ts'
import { type LeaseLost, type MasterMeasurements, type Mix } from '#domain/mix/mix.ts'
import { canonicalForm } from '#domain/mix/recipe-identity.ts'
import type { Post } from '#domain/post/post.ts'
import { inHundredths } from '#domain/sound/decibels.ts'
import { type MediaPath, mediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Digest } from '../shared/system.ts'
import type { AudioEncoder, AudioFault } from '../track/audio.ts'
import type { IngestTrackDependencies } from '../track/ingest-track.ts'
import { isStored } from '../track/is-stored.ts'
import { discardingUpload } from '../track/place-upload.ts'
import { gatherStems, type MixStems, type StemDeleted, type StemFailed } from './gather-stems.ts'
import type { HeldLease } from './hold-lease.ts'
import { masterTags, type MasterTagsDependencies } from './master-tags.ts'
import { masterBus } from './master-sound.ts'
import { busOf, framesOf, type ReadStemsDependencies, type StemMissing } from './mix-sound.ts'

/** What writing a master needs. */
export type WriteMasterDependencies = Omit<IngestTrackDependencies, 'unitOfWork'> &
  MasterTagsDependencies &
  ReadStemsDependencies & {
    readonly unitOfWork: UnitOfWorkOn<'posts' | 'comments' | 'mixRevisions' | 'mixProposals'>
    readonly audioEncoder: AudioEncoder
    readonly digest: Digest
  }

/** Why no master was written: for good, because of an outage, or because it is no longer wanted. */
export type WriteFault =
  | StemFailed
  | Extract<AudioFault, { type: 'AudioUnavailable' | 'Unavailable' }>
  | StemDeleted
  | LeaseLost

/** What stands in the way of a stem for good counts as its failure. */
const writeFaultOf = (fault: AudioFault | StemMissing | WriteFault): WriteFault => {
  switch (fault.type) {
    case 'StemMissing':
      return { type: 'StemFailed', reason: 'STEM_MISSING' }
    case 'AudioMissing':
    case 'AudioUndecodable':
      return { type: 'StemFailed', reason: 'STEM_UNDECODABLE' }
    case 'StemFailed':
    case 'StemDeleted':
    case 'LeaseLost':
    case 'AudioUnavailable':
    case 'Unavailable':
      return fault
  }
}

/** A stored master, and what was measured of it before it was encoded. */
export type WrittenMaster = {
  readonly path: MediaPath
  /** The recipe's identity, SHA-256 in lower-case hex. */
  readonly recipeId: string | null
  readonly measured: MasterMeasurements
  /** Whether this attempt wrote the file; else it is that of a revision or a proposal. */
  readonly isNew: boolean
}

/** What a master is made of, be it a mix or a proposal. */
export type RecipeOfPost = Pick<Mix, 'postId' | 'recipe'>

/** Changes whenever the same recipe of the same stems would give other samples. */
export const MIXER_VERSION = '2'

/** The identity of the recipe with these stems. */
const recipeIdOf = (
  deps: WriteMasterDependencies,
  { recipe }: RecipeOfPost,
  stems: MixStems,
): Outcome<string | null> => {
  const form = canonicalForm(recipe, {
    author: stems.author.pcmSha256,
    stems: new Map([...stems.comments].map(([id, stem]) => [id, stem.pcmSha256])),
    mixerVersion: MIXER_VERSION,
  })
  return form === null ? okAsync(null) : deps.digest.text(form)
}

const measurementsOf = ({ loudness, truePeak, frames, setting }: Mastered): MasterMeasurements => ({
  loudness: inHundredths(loudness),
  truePeak: inHundredths(truePeak),
  frames,
  limiter: setting,
})

/** The master of a revision of the post or of a proposal for it that has this identity, if its file is still there. */
const renderedBefore = (
  deps: WriteMasterDependencies,
  { postId }: RecipeOfPost,
  recipeId: string | null,
): Outcome<WrittenMaster | null> =>
  safeTry(async function* () {
    if (recipeId === null) return ok(null)
    const earlier = yield* deps.unitOfWork.run(({ mixRevisions, mixProposals }) =>
      safeTry(async function* () {
        const revision = yield* mixRevisions.byRecipeId(postId, recipeId)
        return ok(revision ?? (yield* mixProposals.byRecipeId(postId, recipeId))?.sound ?? null)
      }),
    )
    if (earlier === null || earlier.measured === null) return ok(null)
    const { master: path, measured } = earlier
    return ok((yield* isStored(deps, path)) ? { path, recipeId, measured, isNew: false } : null)
  })

/** A recipe to render, and the file name of its master. */
export type MasterToWrite = { readonly mix: RecipeOfPost; readonly post: Post; readonly name: string }

/** Renders a recipe and stores its master, unless the same recipe of the same stems was rendered before. */
export const writeMaster = (
  deps: WriteMasterDependencies,
  { mix, post, name }: MasterToWrite,
  lease: Pick<HeldLease, 'watch'>,
): Outcome<WrittenMaster, WriteFault> =>
  safeTry(async function* () {
    const stems = yield* gatherStems(deps, mix)
    const recipeId = yield* recipeIdOf(deps, mix, stems)
    const known = yield* renderedBefore(deps, mix, recipeId)
    if (known !== null) return ok(known)
    const frames = framesOf(mix.recipe, stems)
    const master = masterBus<AudioFault | StemMissing | LeaseLost, LeaseLost>(deps, {
      settings: mix.recipe.master,
      bus: lease.watch('mixing', frames, busOf(deps, mix.recipe, stems)),
      request: { format: 'mp3', frames, ...(yield* masterTags(deps, mix)) },
      watch: (stage, pass) => (stage === 'encoding' ? lease.watch(stage, frames, pass) : pass),
    })
    const { mastered, file } = yield* master.mapErr(writeFaultOf)
    const path = mediaPath(post.authorId, post.id, name)
    yield* discardingUpload(deps, file, () => deps.blobs.keep(file, path))
    return ok({ path, recipeId, measured: measurementsOf(mastered), isNew: true })
  })
