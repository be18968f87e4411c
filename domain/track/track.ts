import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { PostId, UserId } from '../shared/id.ts'

/** Frames a second of every stem and master inside Soundhub. A frame is one sample for left and one for right. */
export const SAMPLE_RATE = 48_000

/** What an upload may be: MP3, ADTS AAC, AAC in MP4, RIFF WAVE, FLAC, Ogg (Vorbis, Opus), WebM (Opus). */
export const AUDIO_FORMATS = ['mp3', 'aac', 'm4a', 'wav', 'flac', 'ogg', 'webm'] as const
export type AudioFormat = (typeof AUDIO_FORMATS)[number]

/**
 * Where a file is kept, without a slash in front: `user_<author id>/Post_<post id>/<name>` for what belongs to a post,
 * `user_<id>/<name>` for the pictures of a person. Its bytes never change.
 */
export type MediaPath = Brand<string, 'MediaPath'>

/** A recording somebody uploaded. */
export type Track = {
  readonly path: MediaPath
  readonly format: AudioFormat
  /** Size of the file. */
  readonly bytes: number
  /** SHA-256 of the file in lower-case hex. */
  readonly sha256: string
  /** Length after decoding to {@link SAMPLE_RATE}. */
  readonly frames: number
}

/** What was found out about an upload before it has a place. */
export type Recording = Omit<Track, 'path'>

/** Why a recording is no track. */
export type TrackRefusal =
  | { readonly type: 'TrackEmpty' }
  | { readonly type: 'TrackWithoutAudio' }
  | { readonly type: 'TrackTooLong'; readonly maximumMinutes: number }

/** A recording has bytes, has sound in it, and is no longer than the house allows. */
export const checkRecording = (recording: Recording, maximumMinutes: number): Result<Recording, TrackRefusal> => {
  if (recording.bytes === 0) return err({ type: 'TrackEmpty' })
  if (recording.frames === 0) return err({ type: 'TrackWithoutAudio' })
  if (recording.frames > maximumFrames(maximumMinutes)) return err({ type: 'TrackTooLong', maximumMinutes })
  return ok(recording)
}

/** Frames in so many minutes. */
export const maximumFrames = (minutes: number): number => Math.round(minutes * 60 * SAMPLE_RATE)

/** Everything that belongs to a person, posts too, lies below one folder. */
const userFolder = (user: UserId): string => `user_${user}`

/** Everything that belongs to a post lies in one folder, named by the post and its author. */
export const postFolder = (author: UserId, post: PostId): string => `${userFolder(author)}/Post_${post}`

/** `name` in the folder of the post. */
export const mediaPath = (author: UserId, post: PostId, name: string): MediaPath =>
  `${postFolder(author, post)}/${name}` as MediaPath

/** `name` beside the posts of the person. */
export const profilePath = (user: UserId, name: string): MediaPath => `${userFolder(user)}/${name}` as MediaPath

const MEDIA_PATH = /^user_\d+\/(?:Post_\d+\/)?[A-Za-z0-9_]+\.[a-z0-9]+$/

/** A path as a client sends it. `null`: no file of ours is called so. */
export const parseMediaPath = (raw: string): MediaPath | null => (MEDIA_PATH.test(raw) ? (raw as MediaPath) : null)

/** The recording in its place; the name carries its content, so that a path never means two files. */
export const placeRecording = (recording: Recording, place: { author: UserId; post: PostId; name: string }): Track => ({
  ...recording,
  path: mediaPath(place.author, place.post, `${place.name}_${recording.sha256.slice(0, 16)}.${recording.format}`),
})
