import type { AudioDecoder, AudioEncoder, AudioFault, AudioReadiness } from '#application/track/audio.ts'
import type { MasterFormat } from '#domain/mix/master-format.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import { type AudioFormat } from '#domain/track/track.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { expect } from '#adapters/testing/expect.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { interleave, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import type { Made } from '#adapters/testing/contracts/subject.ts'

export const SECOND = SAMPLE_RATE
/** Frequency and level of each side of the second that most cases use. */
export const LEFT = { hertz: 440, level: 0.5 }
export const RIGHT = { hertz: 1000, level: 0.25 }
export const ALL = { maximumFrames: 10 * SECOND }

export const sides = [tone(LEFT.hertz, SECOND, LEFT.level), tone(RIGHT.hertz, SECOND, RIGHT.level)] as const
export const second = interleave(...sides)
export const secondFile = waveFile({ channels: sides })

/** Kinds of files, each read as one of the formats: `ogg` is Vorbis, and Opus in Ogg is `opus`. */
export type SoundFileKind = Exclude<AudioFormat, 'amr'> | 'opus'

/** Where the suites get files that only a codec can make. */
export type SoundFiles = {
  /** The WAV as a file of the kind, at a rate at which a tone keeps its level: 128 kbit/s and more. */
  readonly encode: (wave: Uint8Array, kind: SoundFileKind) => Promise<Uint8Array>
  /** An MP4 in which there is a picture and no sound. */
  readonly silentMovie: () => Promise<Uint8Array>
}

type Audio = AudioDecoder & AudioEncoder & AudioReadiness

/** What reads and writes sound. Each suite asks its own of it, and what it needs to see what became of that. */
export type AudioSubject = {
  readonly audio: Audio
  /** The same, out of order. */
  readonly broken: Audio
  /** What a master of the format is decoded as, and by what part a level may be off in it. */
  readonly master: { readonly readAs: (format: MasterFormat) => AudioFormat; readonly tolerance: number }
  /** Files and processes that are there because of it. */
  readonly fileCount: () => Promise<readonly string[]>
}

/** The same, and whatever a case does, a fault or an early end among it, nothing may stay behind. */
export const tidy = (make: () => Promise<Made<AudioSubject>>) => async (): Promise<Made<AudioSubject>> => {
  const { subject, close } = await make()
  return {
    subject,
    close: async () => {
      try {
        expect(await subject.fileCount(), 'left behind').toEqual([])
      } finally {
        await close()
      }
    },
  }
}

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

/** Where the loudest sample of a channel is. */
export const loudest = (channel: Float32Array): number =>
  channel.reduce((most, sample, at) => (Math.abs(sample) > Math.abs(channel[most]!) ? at : most), 0)
