import { err, ok } from 'neverthrow'
import { heardAmong } from '#domain/mix/heard.ts'
import { mixdown } from '#domain/mix/mixer.ts'
import type { Recipe, StemSettings } from '#domain/mix/recipe.ts'
import { type BlockStream, CHANNELS, SAMPLE_RATE } from '#domain/sound/block.ts'
import type { MediaPath, Stem } from '#domain/track/track.ts'
import type { AudioFault } from '../track/audio.ts'
import { flacBlocksOf } from '../track/flac-bytes.ts'
import { floatBlocksOf, floatBytesOf } from '../track/pcm-stream.ts'
import type { BlobStore } from '../track/staging-and-blob-store.ts'
import type { StemCache } from '../track/stem-cache.ts'
import type { MixStems } from './gather-stems.ts'

/** What reading stems needs. */
export type ReadStemsDependencies = {
  readonly blobs: BlobStore
  readonly stemCache: StemCache
}

/** The file of a stem does not exist. */
export type StemMissing = { readonly type: 'StemMissing'; readonly path: MediaPath }

/** A mix in which nothing is heard is so much silence. */
const SILENT_FRAMES = SAMPLE_RATE

async function* decoded(deps: ReadStemsDependencies, stem: Stem): BlockStream<AudioFault | StemMissing> {
  const blob = await deps.blobs.read(stem.path)
  if (blob.isErr()) yield err(blob.error)
  else if (blob.value === null) yield err({ type: 'StemMissing', path: stem.path })
  else yield* flacBlocksOf(blob.value.bytes)
}

/** The stem's samples, decoded only if this machine has not done so before. */
export async function* soundOf(deps: ReadStemsDependencies, stem: Stem): BlockStream<AudioFault | StemMissing> {
  const cached = await deps.stemCache.read(stem.pcmSha256)
  yield* floatBlocksOf(
    cached.isOk() && cached.value !== null
      ? cached.value
      : deps.stemCache.filling(stem.pcmSha256, floatBytesOf(decoded(deps, stem))),
  )
}

/** Decodes the stems that this machine has not decoded before, side by side and without the mixer. */
const prepare = async (deps: ReadStemsDependencies, stems: readonly Stem[]): Promise<void> => {
  const flacOf = (stem: Stem) => deps.blobs.read(stem.path).map((blob) => blob?.bytes ?? null)
  await Promise.all(stems.map((stem) => deps.stemCache.prepare(stem, () => flacOf(stem))))
}

/** All tracks of the recipe, with what is done to each. */
const settled = ({ author, stems: settings }: Recipe, stems: MixStems): readonly (StemSettings & { stem: Stem })[] => [
  { ...author, stem: stems.author },
  ...settings.flatMap((one) => {
    const stem = stems.comments.get(one.comment)
    return stem === undefined ? [] : [{ ...one, stem }]
  }),
]

const endOfMix = (recipe: Recipe, stems: MixStems): number =>
  heardAmong(settled(recipe, stems)).reduce((end, { stem, offset }) => Math.max(end, stem.frames + offset), 0)

/** Length of the mix in frames: it begins at 0 and ends with the last stem that is heard. */
export const framesOf = (recipe: Recipe, stems: MixStems): number => endOfMix(recipe, stems) || SILENT_FRAMES

async function* silence(): BlockStream<never> {
  yield ok(new Float32Array(SILENT_FRAMES * CHANNELS))
}

/** The sum of what is heard, before mastering. */
export async function* busOf(
  deps: ReadStemsDependencies,
  recipe: Recipe,
  stems: MixStems,
): BlockStream<AudioFault | StemMissing> {
  if (endOfMix(recipe, stems) === 0) {
    yield* silence()
    return
  }
  const tracks = settled(recipe, stems)
  const heard = heardAmong(tracks).map(({ stem }) => stem)
  await prepare(deps, heard)
  yield* mixdown(
    tracks.map(({ stem, ...settings }) => ({ ...settings, blocks: soundOf(deps, stem), headroom: stem.headroom })),
  )
}
