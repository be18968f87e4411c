import { err, ok, okAsync, safeTry } from 'neverthrow'
import { filesOf } from '#domain/track/stem.ts'
import type { Ingest, Stem, Track } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { AudioFault } from './audio.ts'
import { isStored } from './is-stored.ts'
import { makeStem, type MakeStemDependencies } from './make-stem.ts'
import type { TrackOf } from './ports.ts'

/** What ingesting a track needs. */
export type IngestTrackDependencies = MakeStemDependencies & {
  readonly unitOfWork: UnitOfWorkOn<'posts' | 'comments'>
}

type Repositories = Pick<Transaction, 'posts' | 'comments'>
type NoAudio = Extract<AudioFault, { type: 'AudioUnavailable' }>

/** A track in its row, which is locked. */
type Found = { readonly track: Track; readonly save: (ingest: Ingest) => Outcome<void> }

/** `null` if it was deleted. */
const found = ({ posts, comments }: Repositories, { postId, commentId }: TrackOf): Outcome<Found | null> =>
  safeTry(async function* () {
    const post = yield* posts.byId(postId)
    if (post === null) return ok(null)
    const [comment] = commentId === null ? [] : yield* comments.ofPost(postId, [commentId])
    const owner = commentId === null ? post : comment
    if (owner === undefined) return ok(null)
    const withIngest = (ingest: Ingest): Track => ({ ...owner.track, ingest })
    const save = (ingest: Ingest): Outcome<void> =>
      comment === undefined
        ? posts.save({ ...post, track: withIngest(ingest) })
        : comments.save({ ...comment, track: withIngest(ingest) })
    return ok({ track: owner.track, save })
  })

/** What becomes of the track. An outage leaves it as it is, and it is tried again. */
const ingested = (deps: MakeStemDependencies, track: Track): Outcome<Ingest, NoAudio> =>
  makeStem(deps, track)
    .map((stem): Ingest => ({ status: 'ready', stem }))
    .orElse((fault) => {
      switch (fault.type) {
        case 'TrackFileMissing':
          return ok<Ingest>({ status: 'failed', reason: 'FILE_MISSING' })
        case 'AudioMissing':
        case 'AudioUndecodable':
          return ok<Ingest>({ status: 'failed', reason: 'UNDECODABLE' })
        case 'AudioUnavailable':
        case 'Unavailable':
          return err(fault)
      }
    })

/** The stem that a row names although its file is gone. */
const lostStem = (deps: MakeStemDependencies, { ingest }: Track): Outcome<Stem | null> =>
  ingest.status === 'ready'
    ? isStored(deps, ingest.stem.path).map((isThere) => (isThere ? null : ingest.stem))
    : okAsync(null)

/**
 * Makes the track a stem, if it is not one yet or its file was lost, and saves it with the track. `null` if the track was deleted: then its
 * files go too. Two at once do no harm, since both make the same files; where they do not, because one gave up or
 * decodes in another way, the first stem stays.
 */
export const ingestTrack =
  (deps: IngestTrackDependencies) =>
  (which: TrackOf): Outcome<Ingest | null, NoAudio> =>
    safeTry(async function* () {
      const track = (yield* deps.unitOfWork.run((repositories) => found(repositories, which)))?.track
      if (track === undefined) return ok(null)
      const lost = yield* lostStem(deps, track)
      if (track.ingest.status !== 'processing' && lost === null) return ok(track.ingest)
      const ingest = yield* ingested(deps, track)
      const kept = yield* deps.unitOfWork.run((repositories) =>
        safeTry(async function* () {
          const current = yield* found(repositories, which)
          if (current?.track.path !== track.path) return ok(null)
          // Mixes may be made of it by now.
          const stays = current.track.ingest.status === 'ready' && current.track.ingest.stem.path !== lost?.path
          if (stays) return ok(current.track.ingest)
          // What was measured of a lost stem is still true, even if it cannot be made again.
          if (lost === null || ingest.status === 'ready') yield* current.save(ingest)
          return ok(ingest)
        }),
      )
      const needed = kept === null ? [] : filesOf({ ...track, ingest: kept })
      for (const path of filesOf({ ...track, ingest })) if (!needed.includes(path)) yield* deps.blobs.remove(path)
      return ok(kept)
    })
