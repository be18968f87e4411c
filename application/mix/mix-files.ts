import { err, errAsync, ok, safeTry } from 'neverthrow'
import type { MasterFormat } from '#domain/mix/master-format.ts'
import type { Mastered } from '#domain/mix/mastering.ts'
import { heardAmong } from '#domain/mix/heard.ts'
import { mixdown } from '#domain/mix/mixer.ts'
import type { MasterSettings, StemSettings } from '#domain/mix/recipe.ts'
import { type BlockStream, CHANNELS } from '#domain/sound/block.ts'
import type { Alignment } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { AudioEncoder, AudioFault } from '../track/audio.ts'
import { type AudioFile, type FileUnreadable, openFile, type OpenFileDependencies } from '../track/audio-file.ts'
import { floatBlocksOf } from '../track/pcm-stream.ts'
import { discardingUploads, ignoringOutage } from '../track/place-upload.ts'
import { intoScratch, type SpooledSamples, spoolSamples } from '../track/spool-samples.ts'
import type { StagedFile, Staging } from '../track/staging-and-blob-store.ts'
import { masterBus } from './master-sound.ts'

/** What mixing files needs; neither a database nor a storage. */
export type MixFilesDependencies = OpenFileDependencies & {
  readonly audioEncoder: AudioEncoder
  readonly staging: Staging
}

/** A file in a mix, and what is done to it. */
export type FileStem = AudioFile & { readonly settings: StemSettings }

/** What is to be mixed of which files. */
export type FileMix = {
  readonly stems: readonly FileStem[]
  readonly master: MasterSettings
  readonly format: MasterFormat
  /** Is told what is done now, and how much of it, 0 … 1. Reading goes stem by stem, and mastering may begin again some times. */
  readonly onProgress?: (stage: MixingStage, done: number) => void
}

/** What mixing files consists of. */
export type MixingStage = 'reading' | 'mixing' | 'mastering' | 'encoding'

/** A file as it was recorded, before anything is done to it. */
export type StemReport = {
  readonly name: string
  readonly settings: StemSettings
  /** Whether it is in the mix: neither muted nor silenced by a solo. */
  readonly isHeard: boolean
  readonly frames: number
  /** Integrated loudness in LUFS; `null` for silence and for less than 400 ms. */
  readonly loudness: number | null
  /** True peak in dBTP; −∞ for silence. */
  readonly truePeak: number
  readonly alignment: Alignment
}

/** The encoded master, and all that was measured. Levels are those before the encoder. */
export type MixedFiles = {
  readonly stems: readonly StemReport[]
  readonly master: Mastered
  /** In the staging; whoever asked for the mix discards it. */
  readonly file: StagedFile
}

/** Nothing is left of the mix: every stem is muted, empty, or ends before it begins. */
export type NothingHeard = { readonly type: 'NothingHeard' }

/** A stem that is read, its samples written down. */
type Read = { readonly report: StemReport; readonly samples: SpooledSamples }

const readStem = (
  deps: MixFilesDependencies,
  stem: FileStem,
  isHeard: boolean,
): Outcome<Read, FileUnreadable | AudioFault> =>
  safeTry(async function* () {
    const { decode, alignment } = yield* openFile(deps, stem)
    const samples = yield* spoolSamples({ decode, write: intoScratch(deps) })
    const { name, settings } = stem
    return ok({ samples, report: { name, settings, isHeard, ...samples.levels, alignment } })
  })

/** The stems one after the other; those read before one that cannot be are discarded. */
const readStems = (
  deps: MixFilesDependencies,
  { stems, onProgress }: FileMix,
): Outcome<readonly Read[], FileUnreadable | AudioFault> =>
  safeTry(async function* () {
    const heard = new Set(heardAmong(stems.map((stem) => stem.settings)))
    const read: Read[] = []
    for (const stem of stems) {
      onProgress?.('reading', read.length / stems.length)
      const one = await readStem(deps, stem, heard.has(stem.settings))
      if (one.isErr()) {
        for (const { samples } of read) yield* ignoringOutage(deps.staging.discard(samples.files))
        return err(one.error)
      }
      read.push(one.value)
    }
    return ok(read)
  })

const endOf = ({ report }: Read): number => (report.isHeard ? report.frames + report.settings.offset : 0)

/** Tells how much of so many frames has gone by. */
async function* watched<Fault>(
  blocks: BlockStream<Fault>,
  frames: number,
  tell: (done: number) => void,
): BlockStream<Fault> {
  let done = 0
  for await (const block of blocks) {
    if (block.isOk()) done += block.value.length / CHANNELS
    tell(Math.min(1, done / frames))
    yield block
  }
}

const masterOf = (
  deps: MixFilesDependencies,
  { master: settings, format, onProgress }: FileMix,
  read: readonly Read[],
): Outcome<MixedFiles, NothingHeard | AudioFault> => {
  const frames = Math.max(0, ...read.map(endOf))
  if (frames === 0) return errAsync({ type: 'NothingHeard' })
  const watch = <Fault>(stage: MixingStage, blocks: BlockStream<Fault>) =>
    watched(blocks, frames, (done) => onProgress?.(stage, done))
  const stems = read.map(({ report, samples: { files, headroom } }) => ({
    ...report.settings,
    blocks: floatBlocksOf(deps.staging.read(files)),
    headroom,
  }))
  return masterBus(deps, { settings, bus: watch('mixing', mixdown(stems)), request: { format }, watch }).map(
    ({ mastered, file }) => ({ stems: read.map(({ report }) => report), master: mastered, file }),
  )
}

/**
 * Mixes files by their settings to a master, as a server mixes tracks: the same samples of the same files. Scratch space in
 * the staging is 23 MB for a minute of each stem and of the mix; it is given back, the master is not. Refuses a
 * file that cannot be read, by its name, and a mix in which nothing is heard.
 */
export const mixFiles =
  (deps: MixFilesDependencies) =>
  (mix: FileMix): Outcome<MixedFiles, FileUnreadable | NothingHeard | AudioFault> =>
    safeTry(async function* () {
      const read = yield* readStems(deps, mix)
      const scratch = read.map(({ samples }) => samples.files)
      return discardingUploads(deps, scratch, () => masterOf(deps, mix, read))
    })
