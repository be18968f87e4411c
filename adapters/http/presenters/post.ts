import { z } from '@hono/zod-openapi'
import type { CommentView } from '#application/comment/ports.ts'
import { MOST_LIKERS_SHOWN, type PostView } from '#application/post/ports.ts'
import { INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { commentSchema, presentComment } from './comment.ts'
import { mixSchema, presentMix } from './mix.ts'
import { authorSchema, presentAuthor } from './user.ts'
import { count, genres, id, instant, instruments, iso, joined, joinWords, newest, path } from './words.ts'

const commentsByInstrument = z.partialRecord(z.enum(INSTRUMENTS), z.array(commentSchema))

type CommentsByInstrument = z.infer<typeof commentsByInstrument>

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
    liked: z.array(id).openapi({ description: newest(MOST_LIKERS_SHOWN) }),
    num_liked: count,
    num_comments: count,
    created_date: instant,
    author_track: path,
    master_track: path.nullable(),
    mixed_tracks: commentsByInstrument.openapi({ description: 'The comments of the requested mix' }),
    comment_tracks: commentsByInstrument,
    // `nullable` would make the component itself one that may be null.
    mix: z.union([mixSchema, z.null()]),
  })
  .openapi('Post')

/** A comment of several instruments stands under each of them; an instrument nobody plays is no key. */
const byInstrument = (comments: readonly CommentView[]): CommentsByInstrument =>
  Object.fromEntries(
    INSTRUMENTS.flatMap((instrument) => {
      const played = comments.filter((comment) => comment.instruments.includes(instrument))
      return played.length > 0 ? [[instrument, played.map(presentComment)]] : []
    }),
  )

export const presentPost = (post: PostView): z.infer<typeof postSchema> => ({
  id: post.id,
  title: post.title,
  author: presentAuthor(post.author),
  post_img: null,
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
  master_track: post.master,
  mixed_tracks: byInstrument(post.comments.filter((comment) => comment.isMixed)),
  comment_tracks: byInstrument(post.comments),
  mix: post.mix === null ? null : presentMix(post.mix),
})
