import { err, ok, safeTry } from 'neverthrow'
import { type BlockStream, CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import { peakCollector } from '#domain/sound/waveform.ts'
import { stemPaths } from '#domain/track/stem.ts'
import { type Alignment, maximumFrames, type MediaPath, type Stem, type Track } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import {
  type AudioDecoder,
  type AudioEncoder,
  type AudioFault,
  type AudioSniffer,
  type ByteStream,
  CANONICAL_STEM,
} from './audio.ts'
import { blocksOf, pcmOf, type TooLoud } from './pcm-stream.ts'
import { discardingUpload } from './place-upload.ts'
import { staged } from './stage-stream.ts'
import { inOnePiece } from './receive-upload.ts'
import type { BlobStore, Staging } from './staging-and-blob-store.ts'

/** What making a stem needs. */
export type MakeStemDependencies = {
  readonly blobs: BlobStore
  readonly staging: Staging
  readonly audioSniffer: AudioSniffer
  readonly audioDecoder: AudioDecoder
  readonly audioEncoder: AudioEncoder
  readonly maximumTrackMinutes: number
}

/** The uploaded file does not exist. */
export type TrackFileMissing = { readonly type: 'TrackFileMissing'; readonly path: MediaPath }

/** Why no stem was made. */
export type StemFault = AudioFault | TrackFileMissing

/** Measures sound while it is decoded. */
const meters = () => {
  const [loudness, truePeak, peaks] = [loudnessMeter(), truePeakMeter(), peakCollector()]
  let frames = 0
  const add = (samples: StereoBlock, asPlayed: StereoBlock): void => {
    loudness.add(samples)
    truePeak.add(samples)
    peaks.add(asPlayed)
    frames += samples.length / CHANNELS
  }
  return { add, loudness, truePeak, peaks, frames: () => frames }
}
type Meters = ReturnType<typeof meters>

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

const store = (deps: MakeStemDependencies, path: MediaPath, bytes: ByteStream<AudioFault>): Outcome<void, AudioFault> =>
  staged(deps, bytes).andThen((file) => discardingUpload(deps, file, () => deps.blobs.keep(file, path)))

const characterCodes = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))

const waveformOf = (measured: Meters): string =>
  JSON.stringify({
    sample_rate: SAMPLE_RATE,
    length_samples: measured.frames(),
    pairs: measured.peaks.pairs(),
  })

/** A level to the hundredth; silence has none. */
const hundredths = (level: number | null): number | null =>
  level === null || !Number.isFinite(level) ? null : Math.round(level * 100) / 100

/** Levels as they are heard, with the headroom taken back. */
const levelsOf = (
  { loudness, truePeak }: Meters,
  headroom: number,
): Pick<Stem, 'loudness' | 'loudnessRange' | 'truePeak'> => {
  const lowered = amplitudeInDecibels(2 ** headroom)
  const raised = (level: number | null): number | null => hundredths(level === null ? null : level + lowered)
  return {
    loudness: raised(loudness.integrated()),
    loudnessRange: hundredths(loudness.range()),
    truePeak: raised(amplitudeInDecibels(truePeak.truePeak())),
  }
}

const withHeadroom = (deps: MakeStemDependencies, track: Track, headroom: number): Outcome<Stem, StemFault | TooLoud> =>
  safeTry(async function* () {
    const measured = meters()
    const pcm = yield* staged(deps, pcmOf(decoded(deps, track), headroom, measured.add))
    return discardingUpload(deps, pcm, () =>
      safeTry(async function* () {
        const paths = stemPaths(track, pcm.sha256)
        const flac = deps.audioEncoder.encode(blocksOf(deps.staging.read(pcm)), CANONICAL_STEM)
        yield* store(deps, paths.path, flac)
        yield* store(deps, paths.peaks, inOnePiece(measured.peaks.dat()))
        yield* store(deps, paths.waveform, inOnePiece(characterCodes(waveformOf(measured))))
        const alignment = yield* alignmentOf(deps, track)
        const [frames, pcmSha256] = [measured.frames(), pcm.sha256]
        return ok({
          ...paths,
          frames,
          headroom,
          pcmSha256,
          ...levelsOf(measured, headroom),
          alignment,
        })
      }),
    )
  })

/**
 * Makes the stem of a track: decodes it, measures it, and stores samples and peaks. It may be repeated; the same file
 * gives the same stem.
 */
export const makeStem = (deps: MakeStemDependencies, track: Track, headroom = 0): Outcome<Stem, StemFault> =>
  withHeadroom(deps, track, headroom).orElse((fault) =>
    fault.type === 'TooLoud' ? makeStem(deps, track, fault.headroom) : err(fault),
  )
