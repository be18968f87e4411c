import { err, ok } from 'neverthrow'
import type { Levels, MasterTarget } from '#domain/mix/mastering.ts'
import { mixdown } from '#domain/mix/mixer.ts'
import { HUNDREDTHS, heardIn, type Recipe, type StemSettings } from '#domain/mix/recipe.ts'
import { type BlockStream, CHANNELS, SAMPLE_RATE } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import type { MediaPath, Stem } from '#domain/track/track.ts'
import type { AudioDecoder, AudioFault } from '../track/audio.ts'
import { floatBlocksOf, floatBytesOf } from '../track/pcm-stream.ts'
import type { BlobStore } from '../track/staging-and-blob-store.ts'
import type { StemCache } from '../track/stem-cache.ts'
import type { MixStems } from './gather-stems.ts'

/** What reading stems needs. */
export type ReadStemsDependencies = {
  readonly blobs: BlobStore
  readonly audioDecoder: AudioDecoder
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
  else yield* deps.audioDecoder.decode({ format: 'flac', bytes: blob.value.bytes }, { maximumFrames: stem.frames })
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

type Heard = { readonly stem: Stem; readonly settings: StemSettings }

/** The stems that are heard, each with what is done to it. */
const heardStems = (recipe: Recipe, stems: MixStems): readonly Heard[] => {
  const heard = heardIn(recipe)
  const author = heard.author === null ? [] : [{ stem: stems.author, settings: heard.author }]
  const comments = heard.stems.flatMap((settings) => {
    const stem = stems.comments.get(settings.comment)
    return stem === undefined ? [] : [{ stem, settings }]
  })
  return [...author, ...comments]
}

/** Length of the mix in frames: it begins at 0 and ends with the last stem. */
export const framesOf = (recipe: Recipe, stems: MixStems): number =>
  heardStems(recipe, stems).reduce((end, { stem, settings }) => Math.max(end, stem.frames + settings.offset), 0) ||
  SILENT_FRAMES

async function* silence(): BlockStream<never> {
  yield ok(new Float32Array(SILENT_FRAMES * CHANNELS))
}

/** The sum of what is heard, before mastering. */
export const busOf = (
  deps: ReadStemsDependencies,
  recipe: Recipe,
  stems: MixStems,
): BlockStream<AudioFault | StemMissing> => {
  const heard = heardStems(recipe, stems)
  if (heard.every(({ stem, settings }) => stem.frames + settings.offset <= 0)) return silence()
  return mixdown(
    heard.map(({ stem, settings: { gain, pan, offset } }) => ({
      blocks: soundOf(deps, stem),
      headroom: stem.headroom,
      gain,
      pan,
      offset,
      // Who is heard is decided already.
      mute: false,
      solo: false,
    })),
  )
}

/** What the master is to be, in LUFS and dBTP. */
export const targetOf = ({ master: { loudness, ceiling } }: Recipe): MasterTarget => ({
  loudness: loudness === null ? null : loudness / HUNDREDTHS,
  ceiling: ceiling / HUNDREDTHS,
})

/** Measures blocks as they pass. */
export const levelMeter = () => {
  const [loudness, peak] = [loudnessMeter(), truePeakMeter()]
  let frames = 0
  async function* measured<Fault>(blocks: BlockStream<Fault>): BlockStream<Fault> {
    for await (const block of blocks) {
      if (block.isOk()) {
        loudness.add(block.value)
        peak.add(block.value)
        frames += block.value.length / CHANNELS
      }
      yield block
    }
  }
  const levels = (): Levels => ({
    loudness: loudness.integrated(),
    truePeak: amplitudeInDecibels(peak.truePeak()),
    frames,
  })
  return { measured, levels }
}
