import { err, ok, safeTry } from 'neverthrow'
import { limit } from '#domain/mix/limiter.ts'
import type { MasterFormat } from '#domain/mix/master-format.ts'
import { master, type Mastered } from '#domain/mix/mastering.ts'
import { heardAmong } from '#domain/mix/heard.ts'
import { mixdown } from '#domain/mix/mixer.ts'
import { HUNDREDTHS, type MasterSettings, type StemSettings } from '#domain/mix/recipe.ts'
import { type BlockStream, CHANNELS } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import type { Alignment } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { AudioEncoder, AudioFault, ByteStream } from '../track/audio.ts'
import { type AudioFile, type FileUnreadable, openFile, type OpenFileDependencies } from '../track/audio-file.ts'
import { blocksOf, floatBlocksOf, floatBytesOf, pcmOf } from '../track/pcm-stream.ts'
import { discardingUploads, ignoringOutage } from '../track/place-upload.ts'
import { staged } from '../track/stage-stream.ts'
import type { StagedFile, Staging } from '../track/staging-and-blob-store.ts'
import { levelMeter } from './mix-sound.ts'

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

/** A stem that is read, written down as 24-bit samples. */
type Read = { readonly report: StemReport; readonly samples: StagedFile; readonly headroom: number }

const readStem = (
  deps: MixFilesDependencies,
  stem: FileStem,
  isHeard: boolean,
  headroom = 0,
): Outcome<Read, FileUnreadable | AudioFault> =>
  safeTry(async function* () {
    const { decode, alignment } = yield* openFile(deps, stem)
    const [loudness, peak] = [loudnessMeter(), truePeakMeter()]
    let frames = 0
    const written = await staged(
      deps,
      pcmOf(decode(), headroom, (samples) => {
        loudness.add(samples)
        peak.add(samples)
        frames += samples.length / CHANNELS
      }),
    )
    if (written.isErr()) {
      if (written.error.type === 'TooLoud') return readStem(deps, stem, isHeard, written.error.headroom)
      return err(written.error)
    }
    const lowered = amplitudeInDecibels(2 ** headroom)
    const integrated = loudness.integrated()
    return ok({
      samples: written.value,
      headroom,
      report: {
        name: stem.name,
        settings: stem.settings,
        isHeard,
        frames,
        loudness: integrated === null ? null : integrated + lowered,
        truePeak: amplitudeInDecibels(peak.truePeak()) + lowered,
        alignment,
      },
    })
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
        for (const { samples } of read) yield* ignoringOutage(deps.staging.discard(samples))
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

const samplesOf = (deps: MixFilesDependencies, { samples }: Read): BlockStream<AudioFault> =>
  blocksOf(deps.staging.read(samples))

const masterOf = (
  deps: MixFilesDependencies,
  { master: settings, format, onProgress }: FileMix,
  read: readonly Read[],
): Outcome<MixedFiles, NothingHeard | AudioFault> =>
  safeTry(async function* () {
    const frames = Math.max(0, ...read.map(endOf))
    if (frames === 0) return err<never, NothingHeard>({ type: 'NothingHeard' })
    const watch = <Fault>(stage: MixingStage, blocks: BlockStream<Fault>) =>
      watched(blocks, frames, (done) => onProgress?.(stage, done))
    const meter = levelMeter()
    const stems = read.map((one) => ({
      ...one.report.settings,
      blocks: samplesOf(deps, one),
      headroom: one.headroom,
    }))
    const bus = yield* staged(deps, floatBytesOf(watch('mixing', meter.measured(mixdown(stems)))))
    return discardingUploads(deps, [bus], () =>
      safeTry(async function* () {
        const sum = (): BlockStream<AudioFault> => floatBlocksOf(deps.staging.read(bus))
        const { loudness, ceiling } = settings
        const target = { loudness: loudness === null ? null : loudness / HUNDREDTHS, ceiling: ceiling / HUNDREDTHS }
        const mastering = { bus: () => watch('mastering', sum()), meter: loudnessMeter, levels: meter.levels() }
        const mastered = yield* await master(mastering, target)
        const sound = watch('encoding', limit(sum(), mastered.setting))
        const bytes: ByteStream<AudioFault> = deps.audioEncoder.encode(sound, { format })
        const file = yield* staged(deps, bytes)
        return ok({ stems: read.map(({ report }) => report), master: mastered, file })
      }),
    )
  })

/**
 * Mixes files by their settings to a master, as a server mixes tracks: the same samples of the same files. Scratch space in
 * the staging is 17 MB for a minute of each stem and 23 MB for one of the mix; it is given back, the master is not. Refuses a
 * file that cannot be read, by its name, and a mix in which nothing is heard.
 */
export const mixFiles =
  (deps: MixFilesDependencies) =>
  (mix: FileMix): Outcome<MixedFiles, FileUnreadable | NothingHeard | AudioFault> =>
    safeTry(async function* () {
      const read = yield* readStems(deps, mix)
      const scratch = read.map(({ samples }) => samples)
      return discardingUploads(deps, scratch, () => masterOf(deps, mix, read))
    })
