import { err, type ResultAsync } from 'neverthrow'
import type { BlockStream, StereoBlock } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { levelMeter, type Levels } from '#domain/sound/level-meter.ts'
import type { AudioFault } from './audio.ts'
import { floatBytesOf, quantisedBlocks, type TooLoud } from './pcm-stream.ts'
import { staged } from './stage-stream.ts'
import type { StagedFile, Staging, TooLarge } from './staging-and-blob-store.ts'

/** Samples that were written down, in whole steps of 24 bits, and what was measured of them. */
export type SpooledSamples<Files = StagedFile> = {
  /** Whoever spooled them discards them. */
  readonly files: Files
  /** They are so many times 6.02 dB too quiet. */
  readonly headroom: number
  /** As they are heard, with the headroom taken back. */
  readonly levels: Levels
  /** Loudness range in LU. */
  readonly range: number | null
}

type Spool<Fault, Files> = {
  /** The sound from its beginning. It is asked for again if it is louder than was thought. */
  readonly decode: () => BlockStream<Fault>
  /** A new listener to the sound as it is decoded, each time it begins. */
  readonly listen?: () => (block: StereoBlock) => void
  /** Writes the samples down. */
  readonly write: (samples: BlockStream<Fault | TooLoud>) => ResultAsync<Files, SpoolFault<Fault> | TooLoud>
}

/** What writing samples down meets. */
export type SpoolFault<Fault> = Exclude<Fault, TooLarge | TooLoud> | AudioFault

const heard = ({ loudness, truePeak, frames }: Levels, headroom: number): Levels => {
  const lowered = amplitudeInDecibels(2 ** headroom)
  return { loudness: loudness === null ? null : loudness + lowered, truePeak: truePeak + lowered, frames }
}

const isTooLoud = (fault: { readonly type: string }): fault is TooLoud => fault.type === 'TooLoud'

/** Writes samples into a scratch file, as 32-bit floats. */
export const intoScratch =
  (deps: { readonly staging: Staging }) =>
  <Fault extends { readonly type: string }>(
    samples: BlockStream<Fault>,
  ): ResultAsync<StagedFile, Exclude<Fault, TooLarge> | AudioFault> =>
    staged(deps, floatBytesOf(samples))

/** Decodes sound and writes it down with the headroom that it needs, and measures it. */
export const spoolSamples = <Fault extends { readonly type: string }, Files>(
  sound: Spool<Fault, Files>,
  headroom = 0,
): ResultAsync<SpooledSamples<Files>, SpoolFault<Fault>> => {
  const meter = levelMeter()
  const listener = sound.listen?.()
  const measure = (samples: StereoBlock, asPlayed: StereoBlock): void => {
    meter.add(samples)
    listener?.(asPlayed)
  }
  return sound
    .write(quantisedBlocks(sound.decode(), headroom, measure))
    .map((files) => ({ files, headroom, levels: heard(meter.levels(), headroom), range: meter.range() }))
    .orElse((fault: { readonly type: string }) =>
      isTooLoud(fault) ? spoolSamples(sound, fault.headroom) : err(fault as SpoolFault<Fault>),
    )
}
