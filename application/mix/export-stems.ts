import { err, ok, safeTry } from 'neverthrow'
import { dawMetaDataXml, dawProjectXml, type DawSong } from '#domain/mix/dawproject.ts'
import { defaultRecipe, type Recipe, type StemSettings } from '#domain/mix/recipe.ts'
import { fadersOf, stemFileName } from '#domain/mix/stem-export.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { waveBytes } from '#domain/sound/wave.ts'
import type { Stem } from '#domain/track/track.ts'
import type { Instrument } from '#domain/track/vocabulary.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { PostQueries } from '../post/ports.ts'
import type { PostView } from '../post/post-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { ByteStream } from '../track/audio.ts'
import type { TrackFailed, TrackProcessing } from '../track/ready-stem.ts'
import type { MixStems } from './gather-stems.ts'
import type { SoundFault } from './make-master.ts'
import { alignedWave, type AlignedWaveDependencies } from './aligned-wave.ts'
import { stemsOfView } from './stems-of-view.ts'

/** What exporting stems needs. */
export type ExportStemsDependencies = AlignedWaveDependencies & { readonly postQueries: PostQueries }

/** A stem as a file that begins and ends with all the others. */
export type ExportedStem = {
  /** Its name, safe on every system. */
  readonly name: string
  /** `null` is the author's own. */
  readonly comment: CommentId | null
  readonly nickname: string
  readonly instruments: readonly Instrument[]
  /** The file is so many times 6.02 dB too quiet, since the sound exceeds full scale. */
  readonly headroom: number
  /** Size of the file. */
  readonly bytes: number
  /** The file, decoded when it is read. */
  readonly content: () => ByteStream<SoundFault>
}

/** The stems of a post, and how its recipe mixes them. */
export type StemExport = {
  readonly title: string
  readonly recipe: Recipe
  /** Length of every file in samples at 48 kHz. */
  readonly frames: number
  readonly stems: readonly ExportedStem[]
  /** A DAWproject, whose files are the stems in a folder beside it. */
  readonly project: { readonly projectXml: string; readonly metaDataXml: string }
}

/** The folder of the stems, beside the project. */
export const STEM_FOLDER = 'stems'

type Placed = Omit<ExportedStem, 'bytes' | 'content'> & { readonly stem: Stem; readonly settings: StemSettings }

const placedStems = (post: PostView, recipe: Recipe, stems: MixStems): readonly Placed[] => {
  const comments = recipe.stems.flatMap((settings) => {
    const comment = post.comments.find(({ id }) => id === settings.comment)
    const stem = stems.comments.get(settings.comment)
    return comment === undefined || stem === undefined ? [] : [{ of: comment, comment: comment.id, stem, settings }]
  })
  return [{ of: post, comment: null, stem: stems.author, settings: recipe.author }, ...comments].map(
    ({ of: { author, instruments }, comment, stem, settings }, at) => ({
      name: stemFileName(at + 1, instruments, author.nickname),
      comment,
      nickname: author.nickname,
      instruments,
      headroom: stem.headroom,
      stem,
      settings,
    }),
  )
}

/** Where the last stem ends. There is a second of silence where all of them end before the song begins. */
const lengthOf = (placed: readonly Placed[]): number =>
  placed.reduce((end, { stem, settings }) => Math.max(end, stem.frames + settings.offset), 0) || SAMPLE_RATE

const songOf = (post: PostView, placed: readonly Placed[], frames: number): DawSong => {
  const faders = fadersOf(placed.map(({ settings, headroom }) => ({ gain: settings.gain, headroom })))
  return {
    title: post.title,
    artists: [...new Set(placed.map(({ nickname }) => nickname))],
    bpm: post.bpm,
    frames,
    tracks: placed.map(({ name, settings: { pan, mute, solo } }, at) => ({
      name: name.replace(/\.wav$/, ''),
      file: `${STEM_FOLDER}/${name}`,
      volume: faders[at]!,
      pan,
      mute,
      solo,
    })),
  }
}

/**
 * The stems of the post's recipe, requested or rendered; without one, the author's alone. Offsets are in the files, as silence in
 * front or as a cut, and all files have the same length. Gain, balance, mute and solo are not: the DAWproject has them.
 * Samples are those of the stem bit for bit, so what a stem was lowered by (`headroom`) is in the project's faders.
 */
export const exportStems =
  (deps: ExportStemsDependencies) =>
  (postId: PostId): Outcome<StemExport, PostNotFound | TrackProcessing | TrackFailed> =>
    safeTry(async function* () {
      const post = yield* deps.postQueries.byId(postId)
      if (post === null) return err(postNotFound(postId))
      const recipe = post.mix?.recipe ?? defaultRecipe([])
      const placed = placedStems(post, recipe, yield* stemsOfView(post, recipe))
      const frames = lengthOf(placed)
      const song = songOf(post, placed, frames)
      return ok({
        title: post.title,
        recipe,
        frames,
        stems: placed.map(({ stem, settings, ...shown }) => ({
          ...shown,
          bytes: waveBytes(frames),
          content: () => alignedWave(deps, stem, { offset: settings.offset, frames }),
        })),
        project: { projectXml: dawProjectXml(song), metaDataXml: dawMetaDataXml(song) },
      })
    })
