import { err, ok, type Result } from 'neverthrow'
import type { Ingest, Stem } from '#domain/track/track.ts'

/** The track is still being processed. */
export type TrackProcessing = { readonly type: 'TrackProcessing' }
/** The track could not be processed. */
export type TrackFailed = { readonly type: 'TrackFailed' }

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
