import { z } from '@hono/zod-openapi'
import type { CommentView } from '#application/comment/comment-view.ts'
import { presentTrack, trackSchema } from './track.ts'
import { authorSchema, presentAuthor } from './user.ts'
import { iso } from './iso.ts'
import { id, instant, instruments, joined, joinWords, path } from './shared-schemas.ts'

export const commentSchema = z
  .object({
    id,
    author: authorSchema,
    post: z.string().openapi({ description: 'The title of the post' }),
    is_mixed: z.boolean(),
    comment_track: path,
    track: trackSchema,
    instrument: joined,
    instruments,
    created_date: instant,
  })
  .openapi('Comment')

export const presentComment = (comment: CommentView): z.infer<typeof commentSchema> => ({
  id: comment.id,
  author: presentAuthor(comment.author),
  post: comment.postTitle,
  is_mixed: comment.isMixed,
  comment_track: comment.track,
  track: presentTrack(comment.ingest),
  instrument: joinWords(comment.instruments),
  instruments: [...comment.instruments],
  created_date: iso(comment.createdAt),
})
