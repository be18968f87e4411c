import type { AudioFault } from '#application/track/audio.ts'
import type { BlockStream } from '#domain/mix/mixer.ts'
import { SAMPLE_RATE, type AudioFormat } from '#domain/track/track.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { interleave, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import type { AudioSubject } from './audio-contract.ts'

export const SECOND = SAMPLE_RATE
/** Frequency and level of each side of the second that most cases use. */
export const LEFT = { hertz: 440, level: 0.5 }
export const RIGHT = { hertz: 1000, level: 0.25 }
export const ALL = { maximumFrames: 10 * SECOND }

export const sides = [tone(LEFT.hertz, SECOND, LEFT.level), tone(RIGHT.hertz, SECOND, RIGHT.level)] as const
export const second = interleave(...sides)
export const secondFile = waveFile({ channels: sides })

/** What the subject makes of a file, block by block. */
export const decode = (
  { audio }: AudioSubject,
  file: Uint8Array,
  format: AudioFormat,
  limit = ALL,
): BlockStream<AudioFault> => audio.decode({ format, bytes: arriving(file) }, limit)

/** The same in one piece; a fault fails the case. */
export const decoded = async (...what: Parameters<typeof decode>): Promise<Float32Array> =>
  valueOf(await gatherBlocks(decode(...what)))
