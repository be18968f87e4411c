import { z } from '@hono/zod-openapi'
import type { VisibleUser } from '#application/account/user-view.ts'
import type { HomeView, WordHomeView } from '#application/home/ports.ts'
import { postSchema, presentPost } from './post.ts'
import { presentUser, userSchema } from './user.ts'
import { count } from './shared-schemas.ts'

export const homeSchema = z
  .object({
    pop_users: z.array(userSchema).openapi({ description: 'Most liked first' }),
    pop_posts: z.array(postSchema).openapi({ description: 'Most liked first' }),
    recent_posts: z.array(postSchema).openapi({ description: 'Newest first' }),
  })
  .openapi('Home')

export const wordHomeSchema = homeSchema.extend({ total_users: count, total_posts: count }).openapi('WordHome')

export const presentHome = (home: HomeView<VisibleUser>): z.infer<typeof homeSchema> => ({
  pop_users: home.popularUsers.map(presentUser),
  pop_posts: home.popularPosts.map(presentPost),
  recent_posts: home.recentPosts.map(presentPost),
})

export const presentWordHome = (home: WordHomeView<VisibleUser>): z.infer<typeof wordHomeSchema> => ({
  ...presentHome(home),
  total_users: home.totalUsers,
  total_posts: home.totalPosts,
})
