import { type Err, err, ok, type Result, ResultAsync } from 'neverthrow'
import type { BlockStream, StereoBlock } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { levelMeter, type Levels } from '#domain/sound/level-meter.ts'
import type { AudioFault, ByteStream } from './audio.ts'
import { alongside } from './fork-stream.ts'
import { floatBytesOf, quantisedBlocks, type TooLoud } from './pcm-stream.ts'
import { ignoringOutage } from './place-upload.ts'
import { staged } from './stage-stream.ts'
import type { StagedFile, Staging, TooLarge } from './staging-and-blob-store.ts'

/** Samples in a scratch file, as 32-bit floats in whole steps of 24 bits, and what was measured of them. */
export type SpooledSamples = {
  /** Whoever spooled them discards it. */
  readonly file: StagedFile
  /** What they were encoded to, if that was asked for; it is discarded likewise. */
  readonly encoded: StagedFile | null
  /** They are so many times 6.02 dB too quiet. */
  readonly headroom: number
  /** As they are heard, with the headroom taken back. */
  readonly levels: Levels
  /** Loudness range in LU. */
  readonly range: number | null
}

type Decode<Fault> = {
  /** The sound from its beginning. It is asked for again if it is louder than was thought. */
  readonly decode: () => BlockStream<Fault>
  /** A new listener to the sound as it is decoded, each time it begins. */
  readonly listen?: () => (block: StereoBlock) => void
  /** What else is to become of the samples, while they are decoded. */
  readonly encode?: (samples: BlockStream<Fault | TooLoud>) => ByteStream<Fault | TooLoud | AudioFault>
}

const heard = ({ loudness, truePeak, frames }: Levels, headroom: number): Levels => {
  const lowered = amplitudeInDecibels(2 ** headroom)
  return { loudness: loudness === null ? null : loudness + lowered, truePeak: truePeak + lowered, frames }
}

/** What decoding into scratch files meets. */
type SpoolFault<Fault> = Exclude<Fault, TooLarge | TooLoud> | AudioFault

const isTooLoud = (fault: { readonly type: string }): fault is TooLoud => fault.type === 'TooLoud'

/** The samples and, if it is wanted, what they are encoded to, both from the same decoding. */
const written = async <Fault extends { readonly type: string }>(
  deps: { readonly staging: Staging },
  samples: BlockStream<Fault | TooLoud>,
  encode: Decode<Fault>['encode'],
): Promise<Result<Pick<SpooledSamples, 'file' | 'encoded'>, Exclude<Fault, TooLarge> | AudioFault | TooLoud>> => {
  if (encode === undefined) return staged(deps, floatBytesOf(samples)).map((file) => ({ file, encoded: null }))
  const [file, encoded] = await alongside(
    samples,
    (items) => staged(deps, floatBytesOf(items)),
    (items) => staged(deps, encode(items)),
  )
  if (file.isOk() && encoded.isOk()) return ok({ file: file.value, encoded: encoded.value })
  for (const one of [file, encoded]) if (one.isOk()) await ignoringOutage(deps.staging.discard(one.value))
  return file.isErr() ? err(file.error) : err((encoded as Err<never, AudioFault>).error)
}

/** Decodes sound into a scratch file, with the headroom that it needs, and measures it. */
export const spoolSamples = <Fault extends { readonly type: string }>(
  deps: { readonly staging: Staging },
  sound: Decode<Fault>,
  headroom = 0,
): ResultAsync<SpooledSamples, SpoolFault<Fault>> => {
  const meter = levelMeter()
  const listener = sound.listen?.()
  const measure = (samples: StereoBlock, asPlayed: StereoBlock): void => {
    meter.add(samples)
    listener?.(asPlayed)
  }
  return new ResultAsync(written(deps, quantisedBlocks(sound.decode(), headroom, measure), sound.encode))
    .map((files) => ({ ...files, headroom, levels: heard(meter.levels(), headroom), range: meter.range() }))
    .orElse((fault: { readonly type: string }) =>
      isTooLoud(fault) ? spoolSamples(deps, sound, fault.headroom) : err(fault as SpoolFault<Fault>),
    )
}
