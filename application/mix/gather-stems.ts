import { err, ok } from 'neverthrow'
import { type Mix, type MixFailure, stemsOf } from '#domain/mix/mix.ts'
import type { CommentId } from '#domain/shared/id.ts'
import type { IngestFailure, Stem } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import { sideBySide } from '../shared/side-by-side.ts'
import type { AudioFault } from '../track/audio.ts'
import { ingestTrack, type IngestTrackDependencies } from '../track/ingest-track.ts'
import type { TrackOf } from '../track/ports.ts'

/** A track of the mix is no stem, and will not become one. */
export type StemFailed = { readonly type: 'StemFailed'; readonly reason: MixFailure }
/** A track of the mix was deleted meanwhile; the mix without it is requested already. */
export type StemDeleted = { readonly type: 'StemDeleted' }

/** The stems of a mix, the muted ones too: all of them count in its identity. */
export type MixStems = { readonly author: Stem; readonly comments: ReadonlyMap<CommentId, Stem> }

type GatherFault = StemFailed | StemDeleted | Extract<AudioFault, { type: 'AudioUnavailable' }>

const FAILURES: Readonly<Record<IngestFailure, MixFailure>> = {
  FILE_MISSING: 'STEM_MISSING',
  UNDECODABLE: 'STEM_UNDECODABLE',
}

const stemOf = (deps: IngestTrackDependencies, which: TrackOf): Outcome<Stem, GatherFault> =>
  ingestTrack(deps)(which).andThen((ingest) => {
    if (ingest?.status === 'ready') return ok(ingest.stem)
    return err<never, GatherFault>(
      ingest?.status === 'failed' ? { type: 'StemFailed', reason: FAILURES[ingest.reason] } : { type: 'StemDeleted' },
    )
  })

/** Each is decoded by a process of its own, and the rest is done in this one. */
const INGESTED_AT_ONCE = 3

/** The stems of the mix. A track that is not ingested yet is ingested now. */
export const gatherStems = (
  deps: IngestTrackDependencies,
  mix: Pick<Mix, 'postId' | 'recipe'>,
): Outcome<MixStems, GatherFault> => {
  const { postId } = mix
  const ids = stemsOf(mix)
  const tracks = [null, ...ids].map((commentId): TrackOf => ({ postId, commentId }))
  return sideBySide(tracks, INGESTED_AT_ONCE, (track) => stemOf(deps, track)).map(([author, ...comments]) => ({
    author: author!,
    comments: new Map(ids.map((id, at) => [id, comments[at]!])),
  }))
}
