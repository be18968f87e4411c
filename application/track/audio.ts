import type { Result, ResultAsync } from 'neverthrow'
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

/** TEMP */
export const CANONICAL_STEM = { format: 'flac' } as const
/** Encodes a master: MP3, 192 kbit/s, 48 kHz stereo, with the Xing/LAME header for gapless playback. */
export interface AudioEncoder {
  /** The same blocks give the same bytes. Passes a fault of the blocks on. */
  encode<Fault>(blocks: BlockStream<Fault>, to?: { readonly format: string }): ByteStream<AudioFault | Fault>
}

/** Whether audio can be decoded and encoded on this machine. */
export interface AudioReadiness {
  /** What decodes and encodes, for the log (`ffmpeg 7.1 (PATH)`), or why nothing can. */
  readonly audio: Result<string, Extract<AudioFault, { type: 'AudioUnavailable' }>>
}
