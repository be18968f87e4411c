import * as fc from 'fast-check'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { stemPaths } from '#domain/track/stem.ts'
import {
  type Alignment,
  AUDIO_FORMATS,
  type Ingest,
  type IngestFailure,
  type MediaPath,
  mediaPath,
  placeRecording,
  type Recording,
  type Stem,
  type Track,
} from '#domain/track/track.ts'
import { hex, ids, record } from './basics.ts'

export const recordings: fc.Arbitrary<Recording> = record({
  format: fc.constantFrom(...AUDIO_FORMATS),
  bytes: fc.integer({ min: 1, max: 50 * 1024 * 1024 }),
  sha256: hex(64),
  frames: fc.integer({ min: 1, max: 15 * 60 * 48_000 }),
})

/** Files of a post. */
export const mediaPaths: fc.Arbitrary<MediaPath> = fc
  .tuple(ids<'UserId'>(), ids<'PostId'>(), hex(8))
  .map(([author, post, drawn]) => mediaPath(author, post, `author_${drawn}.mp3`))

const levels: fc.Arbitrary<number | null> = fc.option(
  fc.integer({ min: -7_000, max: 2_000 }).map((level) => level / 100),
)

const stemsOf = (track: Track): fc.Arbitrary<Stem> =>
  fc
    .tuple(
      record({
        frames: fc.nat({ max: 15 * 60 * 48_000 }),
        headroom: fc.nat({ max: 3 }),
        pcmSha256: hex(64),
        loudness: levels,
        loudnessRange: levels,
        truePeak: levels,
        alignment: fc.constantFrom<Alignment>('exact', 'assumed'),
      }),
    )
    .map(([measured]) => ({ ...stemPaths(track, measured.pcmSha256), ...measured }))

const ingestsOf = (track: Track): fc.Arbitrary<Ingest> =>
  fc.oneof(
    fc.constant<Ingest>({ status: 'processing' }),
    fc
      .constantFrom<IngestFailure>('FILE_MISSING', 'UNDECODABLE')
      .map((reason) => ({ status: 'failed', reason }) as const),
    stemsOf(track).map((stem) => ({ status: 'ready', stem }) as const),
  )

export const tracksOf = (author: UserId, post: PostId): fc.Arbitrary<Track> =>
  fc
    .tuple(recordings, hex(8))
    .map(([recording, name]) => placeRecording(recording, { author, post, name }))
    .chain((track) => ingestsOf(track).map((ingest) => ({ ...track, ingest })))

/** Stored recordings. */
export const tracks: fc.Arbitrary<Track> = fc
  .tuple(ids<'UserId'>(), ids<'PostId'>())
  .chain(([author, post]) => tracksOf(author, post))
