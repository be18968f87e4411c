import { err, type Result, safeTry } from 'neverthrow'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import type { Ingest, MediaPath } from '#domain/track/track.ts'
import { type CommentNotFound, commentNotFound } from '../comment/comment-not-found.ts'
import type { CommentQueries } from '../comment/ports.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { PostQueries } from '../post/ports.ts'
import type { Outcome } from '../shared/outcome.ts'
import { readyStem, type TrackFailed, type TrackProcessing } from './ready-stem.ts'

/** The waveform as pairs in JSON, or in audiowaveform's binary format. */
export type WaveformFormat = 'json' | 'dat'

/** The refusals of reading a waveform. */
export type WaveformRefusal = TrackProcessing | TrackFailed

/** What reading waveforms needs. */
export type ReadWaveformDependencies = {
  readonly postQueries: PostQueries
  readonly commentQueries: CommentQueries
}

const waveformOf = (ingest: Ingest, format: WaveformFormat): Result<MediaPath, WaveformRefusal> =>
  readyStem(ingest).map(({ waveform, peaks }) => (format === 'json' ? waveform : peaks))

/** Where the waveform of a post's track is stored, to be read as any other file. */
export const readWaveformOfPost =
  (deps: ReadWaveformDependencies) =>
  (id: PostId, format: WaveformFormat = 'json'): Outcome<MediaPath, PostNotFound | WaveformRefusal> =>
    safeTry(async function* () {
      const post = yield* deps.postQueries.byId(id)
      return post === null ? err(postNotFound(id)) : waveformOf(post.ingest, format)
    })

/** The same for a comment's track. */
export const readWaveformOfComment =
  (deps: ReadWaveformDependencies) =>
  (id: CommentId, format: WaveformFormat = 'json'): Outcome<MediaPath, CommentNotFound | WaveformRefusal> =>
    safeTry(async function* () {
      const comment = yield* deps.commentQueries.byId(id)
      return comment === null ? err(commentNotFound(id)) : waveformOf(comment.ingest, format)
    })
