import type { AudioFormat } from '../track/track.ts'

/** The files a master is offered as: MP3 and AAC in MP4, Opus in Ogg, and without loss FLAC and RIFF WAVE. */
export const MASTER_FORMATS = ['mp3', 'm4a', 'opus', 'flac', 'wav'] as const

/** A format of a master. It is the extension of the file's name, too. */
export type MasterFormat = (typeof MASTER_FORMATS)[number]

/** What is known of a format of a master. */
export type MasterFormatFacts = {
  /** As sent to a browser: RFC 3003, RFC 4337, RFC 7845 and RFC 9639; WAVE's is customary. */
  readonly mediaType: string
  /** What a decoder has to take the file for. */
  readonly readAs: AudioFormat
  /** Whether the 24-bit samples that went in come out again. */
  readonly isLossless: boolean
}

/** The facts by format. */
export const MASTER_FORMAT_FACTS: Readonly<Record<MasterFormat, MasterFormatFacts>> = {
  mp3: { mediaType: 'audio/mpeg', readAs: 'mp3', isLossless: false },
  m4a: { mediaType: 'audio/mp4', readAs: 'm4a', isLossless: false },
  opus: { mediaType: 'audio/ogg', readAs: 'ogg', isLossless: false },
  flac: { mediaType: 'audio/flac', readAs: 'flac', isLossless: true },
  wav: { mediaType: 'audio/wav', readAs: 'wav', isLossless: true },
}

/** The format of this name, or `null` if masters are not offered in it. */
export const parseMasterFormat = (raw: unknown): MasterFormat | null =>
  MASTER_FORMATS.find((format) => format === raw) ?? null
