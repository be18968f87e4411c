import { err, type ResultAsync } from 'neverthrow'
import type { BlockStream, StereoBlock } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { levelMeter, type Levels } from '#domain/sound/level-meter.ts'
import type { AudioFault } from './audio.ts'
import { pcmOf, type TooLoud } from './pcm-stream.ts'
import { staged } from './stage-stream.ts'
import type { StagedFile, Staging, TooLarge } from './staging-and-blob-store.ts'

/** Samples in a scratch file, as 24-bit integers, and what was measured of them. */
export type SpooledSamples = {
  /** Whoever spooled them discards it. */
  readonly file: StagedFile
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
}

const heard = ({ loudness, truePeak, frames }: Levels, headroom: number): Levels => {
  const lowered = amplitudeInDecibels(2 ** headroom)
  return { loudness: loudness === null ? null : loudness + lowered, truePeak: truePeak + lowered, frames }
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
  return staged(deps, pcmOf(sound.decode(), headroom, measure))
    .map((file) => ({ file, headroom, levels: heard(meter.levels(), headroom), range: meter.range() }))
    .orElse((fault: { readonly type: string }) =>
      isTooLoud(fault) ? spoolSamples(deps, sound, fault.headroom) : err(fault as SpoolFault<Fault>),
    )
}

type SpoolFault<Fault> = Exclude<Fault, TooLarge | TooLoud> | AudioFault

const isTooLoud = (fault: { readonly type: string }): fault is TooLoud => fault.type === 'TooLoud'
