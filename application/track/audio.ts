import type { Result, ResultAsync } from 'neverthrow'
import type { MasterFormat } from '#domain/mix/master-format.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import type { Unavailable } from '../shared/outcome.ts'

/** The content of a file as it arrives. The first fault ends it. */
export type ByteStream<Fault = Unavailable> = AsyncIterable<Result<Uint8Array, Fault>>

/** Why audio could not be decoded or encoded. */
export type AudioFault =
  /** There is no decoder or encoder on this machine. */
  | { readonly type: 'AudioUnavailable'; readonly cause: string }
  /** The file cannot be decoded, or not within the time limit. */
  | { readonly type: 'AudioUndecodable'; readonly cause: string }
  /** The file has no audio stream. */
  | { readonly type: 'AudioMissing' }
  | Unavailable

/** Detects the format of a file from its bytes, not from its name or declared type. */
export interface AudioSniffer {
  /** The format, or `null` for anything Soundhub does not accept. Reads no more than it needs. */
  sniff(bytes: ByteStream): ResultAsync<AudioFormat | null, Unavailable>
}

/** A file whose format is known. */
export type EncodedAudio = {
  readonly format: AudioFormat
  readonly bytes: ByteStream
}

/** Decodes an upload to 48 kHz stereo, 32-bit float. Mono is copied to both channels at its own level. */
export interface AudioDecoder {
  /**
   * Decodes as blocks are requested; ending the iteration early stops the decoder. It yields at most `maximumFrames`
   * frames: request one more than allowed to notice a longer file. Priming samples that the file declares are removed.
   */
  decode(audio: EncodedAudio, limit: { readonly maximumFrames: number }): BlockStream<AudioFault>
}

/** What a player shows of a master. Any text is allowed: it is written as a single line. */
export type MasterTags = {
  readonly title: string
  /** Who plays on it, the post's author first. Written as one credit, with commas between the names. */
  readonly artists: readonly string[]
  /** A picture in `STORED_IMAGE_FORMAT`; in the file it is a JPEG. WAV has none, and one that cannot be decoded is left out. */
  readonly cover?: Uint8Array | null
}

/** What a master becomes. */
export type MasterRequest = {
  readonly format: MasterFormat
  /** None are written if left out, as in a canonical stem. */
  readonly tags?: MasterTags
}

/** A canonical stem: what was uploaded, as 24-bit FLAC, 48 kHz stereo. */
export const CANONICAL_STEM: MasterRequest = { format: 'flac' }

/**
 * Encodes masters, 48 kHz stereo. MP3 is VBR V2 with the Xing/LAME header, AAC 192 kbit/s, Opus 160 kbit/s; FLAC and WAV
 * are 24-bit PCM and hold samples that are whole multiples of 2⁻²³ exactly, others rounded to the nearest, and those
 * outside the range at its ends. In every format the file says where the sound begins and ends, so a decoder returns
 * as many frames as went in.
 */
export interface AudioEncoder {
  /** The same blocks, format and tags give the same bytes. Passes a fault of the blocks on. */
  encode<Fault>(blocks: BlockStream<Fault>, to: MasterRequest): ByteStream<AudioFault | Fault>
}

/** Whether audio can be decoded and encoded on this machine. */
export interface AudioReadiness {
  /** What decodes and encodes, for the log (`ffmpeg 7.1 (PATH)`), or why nothing can. */
  readonly audio: Result<string, Extract<AudioFault, { type: 'AudioUnavailable' }>>
}
