import * as fc from 'fast-check'
import type { Comment } from '#domain/comment/comment.ts'
import type { Follow } from '#domain/follow/follow.ts'
import {
  type IdempotencyKey,
  type IdempotentRequest,
  MAX_IDEMPOTENCY_KEY_LENGTH,
} from '#domain/idempotency/idempotent-request.ts'
import { type Content, MAX_CONTENT_LENGTH, type Message, parseContent } from '#domain/message/message.ts'
import type { Mix } from '#domain/mix/mix.ts'
import type { StereoBlock } from '#domain/sound/block.ts'
import type { Like } from '#domain/post/like.ts'
import {
  type Bpm,
  type Description,
  MAX_BPM,
  MAX_TITLE_LENGTH,
  MIN_BPM,
  parseTitle,
  type Post,
  type Title,
} from '#domain/post/post.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import { mediaPath } from '#domain/track/track.ts'
import { type Genre, GENRES, type Instrument, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { masterMeasurements, recipes } from './recipes.ts'
import { hex, ids, instants, instantsAround, line, pairs, parsed, record } from './basics.ts'
import { tracksOf } from './tracks.ts'

export const titles: fc.Arbitrary<Title> = parsed(line(MAX_TITLE_LENGTH), parseTitle)

/** At least one, in canonical order. */
export const instruments: fc.Arbitrary<readonly Instrument[]> = fc.subarray([...INSTRUMENTS], { minLength: 1 })

/** Perhaps none, in canonical order. */
export const anyInstruments: fc.Arbitrary<readonly Instrument[]> = fc.subarray([...INSTRUMENTS])
export const anyGenres: fc.Arbitrary<readonly Genre[]> = fc.subarray([...GENRES])
export const genres: fc.Arbitrary<readonly Genre[]> = fc.subarray([...GENRES], { minLength: 1 })

export const bpms: fc.Arbitrary<Bpm | null> = fc.option(
  fc.integer({ min: MIN_BPM, max: MAX_BPM }).map((bpm) => bpm as Bpm),
)

export const descriptions: fc.Arbitrary<Description> = record({ title: titles, instruments, genres, bpm: bpms })

/** Posts whose files lie in their own folder. */
export const posts: fc.Arbitrary<Post> = fc.tuple(ids<'PostId'>(), ids<'UserId'>()).chain(([id, authorId]) =>
  record({
    title: titles,
    instruments,
    genres,
    bpm: bpms,
    id: fc.constant(id),
    authorId: fc.constant(authorId),
    track: tracksOf(authorId, id),
    master: fc.option(fc.nat(1000).map((revision) => mediaPath(authorId, id, `master_r${revision}_a1.mp3`))),
    image: fc.option(hex(8).map((drawn) => mediaPath(authorId, id, `post_img_${drawn}_750.webp`))),
    createdAt: instants,
  }),
)

export const comments: fc.Arbitrary<Comment> = fc.tuple(ids<'PostId'>(), ids<'UserId'>()).chain(([postId, authorId]) =>
  record({
    id: ids<'CommentId'>(),
    postId: fc.constant(postId),
    authorId: fc.constant(authorId),
    instruments,
    track: tracksOf(authorId, postId),
    createdAt: instants,
  }),
)

/** Mixes of a post in every state, with times around noon. */
export const mixes = (
  postId: PostId,
  stems: fc.Arbitrary<readonly CommentId[]> = fc.constant([]),
): fc.Arbitrary<Mix> => {
  const moments = instantsAround(NOON)
  const base = {
    postId: fc.constant(postId),
    revision: fc.integer({ min: 1, max: 1000 }),
    recipe: recipes(stems),
    recipeId: fc.option(hex(64)),
    requestedAt: moments,
    attempt: fc.integer({ min: 0, max: 30 }),
  }
  return fc.oneof(
    record({ ...base, state: fc.constant('requested' as const) }),
    record({
      ...base,
      state: fc.constant('rendering' as const),
      stage: fc.constantFrom('ingesting' as const, 'mixing' as const, 'encoding' as const),
      progress: fc.integer({ min: 0, max: 100 }),
      leaseUntil: moments,
    }),
    record({
      ...base,
      state: fc.constant('rendered' as const),
      finishedAt: moments,
      master: fc.option(masterMeasurements),
    }),
    record({
      ...base,
      state: fc.constant('failed' as const),
      reason: fc.constantFrom('STEM_MISSING' as const, 'STEM_UNDECODABLE' as const, 'GAVE_UP' as const),
      finishedAt: moments,
    }),
  )
}

export const likes: fc.Arbitrary<Like> = record({ postId: ids<'PostId'>(), userId: ids<'UserId'>(), likedAt: instants })

/** Follows between two different users. */
export const follows: fc.Arbitrary<Follow> = fc
  .tuple(pairs<'UserId'>(), instants)
  .map(([[followerId, followedId], followedAt]) => ({ followerId, followedId, followedAt }))

export const contents: fc.Arbitrary<Content> = parsed(line(MAX_CONTENT_LENGTH), parseContent)

/** Messages of which at least one copy exists. */
export const messages: fc.Arbitrary<Message> = fc
  .tuple(pairs<'UserId'>(), fc.constantFrom('both', 'sender left', 'recipient left'))
  .chain(([[senderId, recipientId], who]) =>
    record({
      id: ids<'MessageId'>(),
      senderId: fc.constant(who === 'sender left' ? null : senderId),
      recipientId: fc.constant(who === 'recipient left' ? null : recipientId),
      content: contents,
      copies: fc.constantFrom(...COPIES[who]),
      createdAt: instants,
      readAt: fc.option(instants),
    }),
  )

const COPIES = {
  both: [['inbox', 'sent'], ['inbox'], ['sent']],
  'sender left': [['inbox'], ['inbox', 'sent']],
  'recipient left': [['sent'], ['inbox', 'sent']],
} as const

const VISIBLE_ASCII = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at))

export const idempotencyKeys: fc.Arbitrary<IdempotencyKey> = fc
  .string({ unit: fc.constantFrom(...VISIBLE_ASCII), minLength: 1, maxLength: MAX_IDEMPOTENCY_KEY_LENGTH })
  .map((key) => key as IdempotencyKey)

const begun = {
  userId: ids<'UserId'>(),
  key: idempotencyKeys,
  fingerprint: hex(64),
  attempt: fc.integer({ min: 1, max: 100 }),
  begunAt: instants,
}

export const idempotentRequests: fc.Arbitrary<IdempotentRequest> = fc.oneof(
  record({ ...begun, state: fc.constant('running' as const) }),
  record({
    ...begun,
    state: fc.constant('finished' as const),
    made: ids<'PostId'>(),
    answer: fc.option(fc.json()),
  }),
)

/** Blocks of whole frames with levels up to twice full scale. */
export const stereoBlocks: fc.Arbitrary<StereoBlock> = fc
  .array(fc.tuple(fc.float({ min: -2, max: 2, noNaN: true }), fc.float({ min: -2, max: 2, noNaN: true })), {
    maxLength: 64,
  })
  .map((frames) => Float32Array.from(frames.flat()))
