import { z } from '@hono/zod-openapi'
import type { Visible, UserDetailView } from '#application/account/user-view.ts'
import { postSchema, presentPost } from './post.ts'
import { presentUser, userSchema } from './user.ts'

export const userDetailSchema = userSchema
  .extend({ post_set: z.array(postSchema), liked_posts: z.array(postSchema) })
  .openapi('UserDetail')

export const presentUserDetail = (user: Visible<UserDetailView>): z.infer<typeof userDetailSchema> => ({
  ...presentUser(user),
  post_set: user.posts.map(presentPost),
  liked_posts: user.likedPosts.map(presentPost),
})
