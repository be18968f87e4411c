import { err, ok, type Result, safeTry } from 'neverthrow'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import type { Ingest, MediaPath, Stem } from '#domain/track/track.ts'
import { type CommentNotFound, commentNotFound } from '../comment/comment-not-found.ts'
import type { CommentQueries } from '../comment/ports.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { PostQueries } from '../post/ports.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { MediaNotFound } from './read-media.ts'
import type { Blob, BlobStore } from './staging-and-blob-store.ts'

/** The track is still being processed. */
export type TrackProcessing = { readonly type: 'TrackProcessing' }
/** The track could not be processed. */
export type TrackFailed = { readonly type: 'TrackFailed' }

/** The waveform as pairs in JSON, or in audiowaveform's binary format. */
export type WaveformFormat = 'json' | 'dat'

/** A stored waveform. */
export type Waveform = { readonly path: MediaPath; readonly blob: Blob }

/** The refusals of reading a waveform. */
export type WaveformRefusal = TrackProcessing | TrackFailed | MediaNotFound

/** What reading waveforms needs. */
export type ReadWaveformDependencies = {
  readonly postQueries: PostQueries
  readonly commentQueries: CommentQueries
  readonly blobs: BlobStore
}

/** The stem, if the track is one. */
export const readyStem = (ingest: Ingest): Result<Stem, TrackProcessing | TrackFailed> => {
  switch (ingest.status) {
    case 'ready':
      return ok(ingest.stem)
    case 'processing':
      return err({ type: 'TrackProcessing' })
    case 'failed':
      return err({ type: 'TrackFailed' })
  }
}

const waveformOf = (
  deps: ReadWaveformDependencies,
  ingest: Ingest,
  format: WaveformFormat,
): Outcome<Waveform, WaveformRefusal> =>
  safeTry(async function* () {
    const stem = yield* readyStem(ingest)
    const path = format === 'json' ? stem.waveform : stem.peaks
    const blob = yield* deps.blobs.read(path)
    return blob === null ? err({ type: 'MediaNotFound', path } as const) : ok({ path, blob })
  })

/** The waveform of a post's track. */
export const readWaveformOfPost =
  (deps: ReadWaveformDependencies) =>
  (id: PostId, format: WaveformFormat = 'json'): Outcome<Waveform, PostNotFound | WaveformRefusal> =>
    safeTry(async function* () {
      const post = yield* deps.postQueries.byId(id)
      return post === null ? err(postNotFound(id)) : waveformOf(deps, post.ingest, format)
    })

/** The waveform of a comment's track. */
export const readWaveformOfComment =
  (deps: ReadWaveformDependencies) =>
  (id: CommentId, format: WaveformFormat = 'json'): Outcome<Waveform, CommentNotFound | WaveformRefusal> =>
    safeTry(async function* () {
      const comment = yield* deps.commentQueries.byId(id)
      return comment === null ? err(commentNotFound(id)) : waveformOf(deps, comment.ingest, format)
    })
