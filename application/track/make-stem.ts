import { err, errAsync, ok, okAsync, Result, ResultAsync, safeTry } from 'neverthrow'
import type { BlockStream, StereoBlock } from '#domain/sound/block.ts'
import { inHundredths } from '#domain/sound/decibels.ts'
import { peakCollector, waveformJson } from '#domain/sound/waveform.ts'
import { stemPaths } from '#domain/track/stem.ts'
import { type Alignment, maximumFrames, type MediaPath, type Stem, type Track } from '#domain/track/track.ts'
import { alongside } from '../shared/fork-stream.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { AudioDecoder, AudioFault, AudioSniffer, ByteStream } from './audio.ts'
import { flacBytesOf } from './flac-bytes.ts'
import { discardingUpload, discardingUploads } from './place-upload.ts'
import { intoScratch, type SpooledSamples, spoolSamples } from './spool-samples.ts'
import { staged } from './stage-stream.ts'
import type { StemCache } from './stem-cache.ts'
import { inOnePiece } from './receive-upload.ts'
import type { BlobStore, StagedFile, Staging, TooLarge } from './staging-and-blob-store.ts'

/** What making a stem needs. */
export type MakeStemDependencies = {
  readonly blobs: BlobStore
  readonly staging: Staging
  readonly audioSniffer: AudioSniffer
  readonly audioDecoder: AudioDecoder
  readonly stemCache: StemCache
  readonly maximumTrackMinutes: number
}

/** The uploaded file does not exist. */
export type TrackFileMissing = { readonly type: 'TrackFileMissing'; readonly path: MediaPath }

/** Why no stem was made. */
export type StemFault = AudioFault | TrackFileMissing

/** What the file says of its beginning. What is no longer recognised is only assumed to begin where it does. */
const alignmentOf = (deps: MakeStemDependencies, track: Track): Outcome<Alignment> =>
  safeTry(async function* () {
    const blob = yield* deps.blobs.read(track.path)
    const sniffed = blob === null ? null : yield* deps.audioSniffer.sniff(blob.bytes)
    return ok(sniffed !== null && sniffed.format !== null ? sniffed.alignment : 'assumed')
  })

async function* decoded(deps: MakeStemDependencies, track: Track): BlockStream<StemFault> {
  const blob = await deps.blobs.read(track.path)
  if (blob.isErr()) yield err(blob.error)
  else if (blob.value === null) yield err({ type: 'TrackFileMissing', path: track.path })
  else
    yield* deps.audioDecoder.decode(
      { format: track.format, bytes: blob.value.bytes },
      // A limit that was lowered since does not cut what was taken.
      { maximumFrames: Math.max(track.frames, maximumFrames(deps.maximumTrackMinutes)) },
    )
}

/** Writes samples as they are and as FLAC, whose head says that so many frames come. */
const intoTwoFiles =
  (deps: MakeStemDependencies, frames: number) =>
  <Fault extends { readonly type: string }>(
    samples: BlockStream<Fault>,
  ): ResultAsync<readonly [StagedFile, StagedFile], Exclude<Fault, TooLarge> | AudioFault> =>
    ResultAsync.fromSafePromise(
      alongside(samples, intoScratch(deps), (items) => staged(deps, flacBytesOf(items, frames))),
    ).andThen(([file, encoded]) => {
      const both = Result.combine([file, encoded])
      if (both.isOk()) return okAsync(both.value)
      const written = [file, encoded].flatMap((one) => (one.isOk() ? [one.value] : []))
      return discardingUploads(deps, written, () => errAsync(both.error))
    })

const store = (deps: MakeStemDependencies, path: MediaPath, bytes: ByteStream<AudioFault>): Outcome<void, AudioFault> =>
  staged(deps, bytes).andThen((file) => discardingUpload(deps, file, () => deps.blobs.keep(file, path)))

const characterCodes = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))

/** A level to the hundredth; silence has none. */
const toTheHundredth = (level: number | null): number | null => {
  const hundredths = inHundredths(level)
  return hundredths === null ? null : hundredths / 100
}

/** The samples of a track. If there are not as many as when it was uploaded, the head of the FLAC leaves open how many. */
const spooled = (
  deps: MakeStemDependencies,
  track: Track,
  listen: () => (block: StereoBlock) => void,
  frames = track.frames,
): Outcome<SpooledSamples<readonly [StagedFile, StagedFile]>, StemFault> =>
  spoolSamples({ decode: () => decoded(deps, track), listen, write: intoTwoFiles(deps, frames) }).andThen((samples) =>
    frames === 0 || frames === samples.levels.frames
      ? ok(samples)
      : discardingUploads(deps, samples.files, () => spooled(deps, track, listen, 0)),
  )

/**
 * Makes the stem of a track: decodes it, measures it, and stores samples and peaks. It may be repeated; the same file
 * gives the same stem.
 */
export const makeStem = (deps: MakeStemDependencies, track: Track): Outcome<Stem, StemFault> =>
  safeTry(async function* () {
    let peaks = peakCollector()
    const listen = () => {
      peaks = peakCollector()
      return peaks.add
    }
    const { files, headroom, levels, range } = yield* spooled(deps, track, listen)
    const [file, encoded] = files
    return discardingUploads(deps, files, () =>
      safeTry(async function* () {
        const paths = stemPaths(track, file.sha256)
        const { frames } = levels
        yield* deps.blobs.keep(encoded, paths.path)
        yield* deps.stemCache.adopt(file.sha256, file)
        yield* store(deps, paths.peaks, inOnePiece(peaks.dat()))
        yield* store(deps, paths.waveform, inOnePiece(characterCodes(waveformJson(peaks.pairs(), frames))))
        return ok({
          ...paths,
          frames,
          headroom,
          pcmSha256: file.sha256,
          loudness: toTheHundredth(levels.loudness),
          loudnessRange: toTheHundredth(range),
          truePeak: toTheHundredth(levels.truePeak),
          alignment: yield* alignmentOf(deps, track),
        })
      }),
    )
  })
