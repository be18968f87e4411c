import type { Result, ResultAsync } from 'neverthrow'
import type { MasterFormat } from '#domain/mix/master-format.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import type { Alignment, AudioFormat } from '#domain/track/track.ts'
import type { Unavailable } from '../shared/outcome.ts'

/** The content of a file as it arrives. The first fault ends it. */
export type ByteStream<Fault = Unavailable> = AsyncIterable<Result<Uint8Array, Fault>>

/** Why audio could not be decoded or encoded. */
export type AudioFault =
  /** There is no decoder or encoder on this machine. */
  | { readonly type: 'AudioUnavailable'; readonly cause: string }
  /** The file cannot be decoded, or not within the time limit. What is in the way is told where it is known. */
  | { readonly type: 'AudioUndecodable'; readonly cause: string; readonly obstacle?: Obstacle }
  /** The file has no audio stream. */
  | { readonly type: 'AudioMissing' }
  | Unavailable

/** What is in the way of decoding a file that need not be damaged. */
export type Obstacle =
  /** No decoder for this codec, by the name or the tag it is known by. */
  | { readonly type: 'Codec'; readonly codec: string }
  /** So many channels cannot be mixed down to stereo. */
  | { readonly type: 'Channels'; readonly channels: number }
  /** By its own timestamps it is silent for so many seconds in one piece, longer than a track may be. */
  | { readonly type: 'Hole'; readonly seconds: number }

/** What a file is. */
export type Sniffed =
  | { readonly format: AudioFormat; readonly alignment: Alignment }
  /** Nothing Soundhub takes; what it is by name (`WMA`), if it is known. */
  | { readonly format: null; readonly name: string | null }

/** Detects what a file is from its structure, not from its name, declared type or brand. */
export interface AudioSniffer {
  /** The format, or `null` for anything Soundhub does not accept. Reads no more than it needs. */
  sniff(bytes: ByteStream): ResultAsync<Sniffed, Unavailable>
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
   * frames: request one more than allowed to notice a longer file. Of several tracks of sound it takes the first that can
   * be decoded. What the encoder put in front is removed, by what the file says or else by
   * `ASSUMED_PRIMING`. Where packets are missing or a recorder paused, there is silence until
   * the file's clock says that it goes on. Two channels are left and right; more are mixed down by ITU-R BS.775.
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
  /** None are written if left out. */
  readonly tags?: MasterTags
  /** How many frames will come, if it is known. The file does not depend on it; encoders may be started for them before the first. */
  readonly frames?: number
}

/**
 * Encodes masters, 48 kHz stereo. MP3 is VBR V2 with the Xing/LAME header, AAC 192 kbit/s, Opus 160 kbit/s; FLAC and WAV
 * are 24-bit PCM and hold samples that are whole multiples of 2⁻²³ exactly, others rounded to the nearest, and those
 * outside the range at its ends.
 *
 * In every format the file says where the sound begins and ends. MP3, Opus, FLAC and WAV are decoded to as many frames as went
 * in. AAC is decoded from the first frame, but not every decoder stops where the file says (ffmpeg does not): then
 * the rest of the last packet follows, up to 1,023 frames.
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
