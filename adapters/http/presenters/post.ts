import { z } from '@hono/zod-openapi'
import { MAX_LIKERS_SHOWN, type PostView } from '#application/post/post-view.ts'
import { INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { commentSchema, presentComment } from './comment.ts'
import { mixSchema, presentMix } from './mix.ts'
import { presentTrack, trackSchema } from './track.ts'
import { authorSchema, presentAuthor } from './user.ts'
import { iso } from './iso.ts'
import { count, genres, id, instant, instruments, joined, joinWords, newest, path } from './shared-schemas.ts'

const commentsByInstrument = z.partialRecord(z.enum(INSTRUMENTS), z.array(commentSchema))

type CommentsByInstrument = z.infer<typeof commentsByInstrument>
type CommentOnTheWire = z.infer<typeof commentSchema>

export const postSchema = z
  .object({
    id,
    title: z.string(),
    author: authorSchema,
    post_img: path.nullable(),
    instrument: joined,
    genre: joined,
    instruments,
    genres,
    bpm: z.int().nullable(),
    liked: z.array(id).openapi({ description: newest(MAX_LIKERS_SHOWN) }),
    num_liked: count,
    num_comments: count,
    created_date: instant,
    author_track: path,
    track: trackSchema,
    master_track: path.nullable(),
    mixed_tracks: commentsByInstrument.openapi({ description: 'The comments of the requested mix' }),
    comment_tracks: commentsByInstrument,
    // `nullable` would make the component itself nullable.
    mix: z.union([mixSchema, z.null()]),
  })
  .openapi('Post')

/** A comment with several instruments is listed under each of them. Instruments without comments have no key. */
const byInstrument = (comments: readonly CommentOnTheWire[]): CommentsByInstrument => {
  const played = new Set(comments.flatMap((comment) => comment.instruments))
  return Object.fromEntries(
    INSTRUMENTS.filter((instrument) => played.has(instrument)).map((instrument) => [
      instrument,
      comments.filter((comment) => comment.instruments.includes(instrument)),
    ]),
  )
}

export const presentPost = (post: PostView): z.infer<typeof postSchema> => {
  const comments = post.comments.map(presentComment)
  return {
    id: post.id,
    title: post.title,
    author: presentAuthor(post.author),
    post_img: post.image,
    instrument: joinWords(post.instruments),
    genre: joinWords(post.genres),
    instruments: [...post.instruments],
    genres: [...post.genres],
    bpm: post.bpm,
    liked: [...post.liked],
    num_liked: post.numLiked,
    num_comments: post.numComments,
    created_date: iso(post.createdAt),
    author_track: post.track,
    track: presentTrack(post.ingest),
    master_track: post.master,
    mixed_tracks: byInstrument(comments.filter((comment) => comment.is_mixed)),
    comment_tracks: byInstrument(comments),
    mix: post.mix === null ? null : presentMix(post.mix),
  }
}
