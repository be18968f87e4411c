import type { Result, ResultAsync } from 'neverthrow'
import type { BlockStream } from '#domain/mix/mixer.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import type { Unavailable } from '../shared/outcome.ts'

/** A file's content as it arrives; the first fault ends it. */
export type ByteStream<Fault = Unavailable> = AsyncIterable<Result<Uint8Array, Fault>>

/** Why sound could not be read or written. */
export type AudioFault =
  /** No decoder or encoder runs on this machine. */
  | { readonly type: 'AudioUnavailable'; readonly cause: string }
  /** The bytes are of the format but cannot be decoded, or not within the time a decoder is given. */
  | { readonly type: 'AudioUndecodable'; readonly cause: string }
  /** The container is well but there is no audio stream in it. */
  | { readonly type: 'AudioMissing' }
  | Unavailable

/** Tells what a file is by its bytes; name and declared type are not asked. */
export interface AudioSniffer {
  /** The format, or `null` for anything Soundhub does not take. Reads no further than it must. */
  sniff(bytes: ByteStream): ResultAsync<AudioFormat | null, Unavailable>
}

/** A file whose format is known. */
export type EncodedAudio = {
  readonly format: AudioFormat
  readonly bytes: ByteStream
}

/** Turns an upload into 48 kHz stereo float. Mono sounds on both sides at its own level. */
export interface AudioDecoder {
  /**
   * Decodes as the blocks are asked for; ending the iteration early ends the decoder. No more than `maximumFrames`
   * frames are given, so a decoder never works on without end; ask for one more than is allowed to see what is longer.
   * Priming samples that the file declares are left out.
   */
  decode(audio: EncodedAudio, limit: { readonly maximumFrames: number }): BlockStream<AudioFault>
}

/** Writes a master: MP3, 192 kbit/s, 48 kHz stereo, with the header that lets players cut priming and padding. */
export interface AudioEncoder {
  /** The same blocks give the same bytes. A fault of the blocks comes out as it went in. */
  encode<Fault>(blocks: BlockStream<Fault>): ByteStream<AudioFault | Fault>
}

/** Whether sound can be decoded and encoded here. */
export interface AudioReadiness {
  /** What does it, for the log: `ffmpeg 7.1 (PATH)`; the fault where nothing can. */
  readonly audio: Result<string, Extract<AudioFault, { type: 'AudioUnavailable' }>>
}
