import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { PostId, UserId } from '../shared/id.ts'
import { SAMPLE_RATE } from '../sound/block.ts'

/**
 * What an upload may be: MP3, MP2, ADTS AAC, MP4 and 3GP, QuickTime, WAVE (RIFF, RF64, BW64), AIFF and AIFF-C, CAF, FLAC,
 * WavPack, Ogg, WebM, Matroska, AMR. In containers any codec that is taken on its own is taken too: a codec is not tied
 * to a container. A film is taken for its sound.
 */
export const AUDIO_FORMATS = [
  'mp3',
  'mp2',
  'aac',
  'm4a',
  'mov',
  'wav',
  'aiff',
  'caf',
  'flac',
  'wv',
  'ogg',
  'webm',
  'mka',
  'amr',
] as const
export type AudioFormat = (typeof AUDIO_FORMATS)[number]

/**
 * How sure it is that the first sample is the first that was recorded. Encoders put samples in front; where a file says
 * how many, they are removed and its alignment is `exact`. Where it does not (MP3 without a LAME tag, MP2, ADTS AAC, AAC
 * in an MP4 without an edit list), the most common amount is removed: {@link ASSUMED_PRIMING}.
 */
export type Alignment = 'exact' | 'assumed'

/**
 * Samples, at the file's own rate, that most encoders put in front: LAME's 576 and the 529 of every MP3 decoder; a packet
 * of AAC; the filter bank of MP2.
 */
export const ASSUMED_PRIMING = { mp3: 1105, mp2: 481, aac: 1024 } as const

/**
 * The path of a stored file, without a leading slash: `user_<author id>/Post_<post id>/<name>` for what belongs to a
 * post, `user_<id>/<name>` for a user's pictures. The content at a path never changes.
 */
export type MediaPath = Brand<string, 'MediaPath'>

/** A track as the mixer takes it: 48 kHz stereo, 24 bit, with nothing in front of the first sample played. */
export type Stem = {
  /** The FLAC file. */
  readonly path: MediaPath
  /** The peaks in audiowaveform's binary format, 256 samples a pixel. */
  readonly peaks: MediaPath
  /** 1,800 pairs of minimum and maximum as JSON. */
  readonly waveform: MediaPath
  /** Length in samples per channel. */
  readonly frames: number
  /** The sound is stored this many times 6.02 dB too quietly, since it exceeds full scale. */
  readonly headroom: number
  /** SHA-256 of the samples as interleaved 32-bit little-endian floats, in lower-case hex. */
  readonly pcmSha256: string
  /** Integrated loudness in LUFS (ITU-R BS.1770-5); `null` for silence and for less than 400 ms. */
  readonly loudness: number | null
  /** Loudness range in LU (EBU Tech 3342); `null` where there is too little to tell. */
  readonly loudnessRange: number | null
  /** True peak in dBTP (ITU-R BS.1770-5, Annex 2); `null` for silence. */
  readonly truePeak: number | null
  readonly alignment: Alignment
}

/** Why a track cannot be made a stem: its file is gone, or can no longer be decoded. */
export type IngestFailure = 'FILE_MISSING' | 'UNDECODABLE'

/** How far a track is on its way to being a stem. */
export type Ingest =
  | { readonly status: 'processing' }
  | { readonly status: 'ready'; readonly stem: Stem }
  | { readonly status: 'failed'; readonly reason: IngestFailure }

/** An uploaded recording. */
export type Track = {
  readonly path: MediaPath
  readonly format: AudioFormat
  /** Size of the file in bytes. */
  readonly bytes: number
  /** SHA-256 of the file in lower-case hex. */
  readonly sha256: string
  /** Length after decoding to {@link SAMPLE_RATE}. */
  readonly frames: number
  /** How far it is on its way to being a stem. */
  readonly ingest: Ingest
}

/** An inspected upload before it has a path. */
export type Recording = Omit<Track, 'path' | 'ingest'>

/** Why a recording is refused. */
export type TrackRefusal =
  | { readonly type: 'TrackEmpty' }
  | { readonly type: 'TrackWithoutAudio' }
  | { readonly type: 'TrackTooLong'; readonly maximumMinutes: number }

/** Rule: a recording is not empty, has audio, and is not too long. */
export const checkRecording = (recording: Recording, maximumMinutes: number): Result<Recording, TrackRefusal> => {
  if (recording.bytes === 0) return err({ type: 'TrackEmpty' })
  if (recording.frames === 0) return err({ type: 'TrackWithoutAudio' })
  if (recording.frames > maximumFrames(maximumMinutes)) return err({ type: 'TrackTooLong', maximumMinutes })
  return ok(recording)
}

/** The number of frames in so many minutes. */
export const maximumFrames = (minutes: number): number => Math.round(minutes * 60 * SAMPLE_RATE)

/** The folder of everything that belongs to a user, posts included. */
const userFolder = (user: UserId): string => `user_${user}`

/** The folder of everything that belongs to a post. */
export const postFolder = (author: UserId, post: PostId): string => `${userFolder(author)}/Post_${post}`

/** The path of a file in the post's folder. */
export const mediaPath = (author: UserId, post: PostId, name: string): MediaPath =>
  `${postFolder(author, post)}/${name}` as MediaPath

/** The path of a file in the user's folder. */
export const profilePath = (user: UserId, name: string): MediaPath => `${userFolder(user)}/${name}` as MediaPath

const MEDIA_PATH = /^user_\d+\/(?:Post_\d+\/)?[A-Za-z0-9_]+\.[a-z0-9]+$/

/** The path as sent by a client, or `null` if it cannot be one of ours. */
export const parseMediaPath = (raw: string): MediaPath | null => (MEDIA_PATH.test(raw) ? (raw as MediaPath) : null)

/** The recording with its path. The name contains the hash, so a path never means two files. */
export const placeRecording = (recording: Recording, place: { author: UserId; post: PostId; name: string }): Track => ({
  ...recording,
  ingest: { status: 'processing' },
  path: mediaPath(place.author, place.post, `${place.name}_${recording.sha256.slice(0, 16)}.${recording.format}`),
})
