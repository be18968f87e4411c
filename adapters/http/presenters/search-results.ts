import { z } from '@hono/zod-openapi'
import type { VisibleUser } from '#application/account/user-view.ts'
import type { SearchResults } from '#application/search/ports.ts'
import { commentSchema, presentComment } from './comment.ts'
import { postSchema, presentPost } from './post.ts'
import { presentUser, userSchema } from './user.ts'

export const searchResultsSchema = z
  .object({
    users: z.array(userSchema),
    posts_by_title: z.array(postSchema),
    posts_by_author: z.array(postSchema),
    comment_tracks: z
      .array(commentSchema)
      .openapi({ description: 'Comments whose author’s nickname or post’s title contains the keyword' }),
  })
  .openapi('Found')

export const presentSearchResults = (found: SearchResults<VisibleUser>): z.infer<typeof searchResultsSchema> => ({
  users: found.users.map(presentUser),
  posts_by_title: found.postsByTitle.map(presentPost),
  posts_by_author: found.postsByAuthor.map(presentPost),
  comment_tracks: found.comments.map(presentComment),
})
