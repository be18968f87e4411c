import { z } from '@hono/zod-openapi'
import { MAX_FOLLOWS_SHOWN, type VisibleUser } from '#application/account/user-view.ts'
import type { AuthorView } from '#application/account/author-view.ts'
import { iso } from './iso.ts'
import { count, genres, id, instant, instruments, joined, joinWords, newest, path } from './shared-schemas.ts'

export const authorSchema = z.object({ id, nickname: z.string(), profile_img: path.nullable() }).openapi('Author')

export const presentAuthor = ({ id: authorId, nickname, picture }: AuthorView): z.infer<typeof authorSchema> => ({
  id: authorId,
  nickname,
  profile_img: picture,
})

export const userSchema = z
  .object({
    id,
    email: z.string().nullable().openapi({ description: 'Only shown to the user themselves' }),
    nickname: z.string(),
    profile_img: path.nullable(),
    profile_bg: path.nullable(),
    instrument: joined,
    genre: joined,
    instruments,
    genres,
    user_type: z.enum(['S', 'G', 'F']).openapi({ description: 'Signed up by mail (S), Google (G) or Facebook (F)' }),
    total_liked: count,
    num_followings: count,
    num_followers: count,
    following: z.array(id).openapi({ description: newest(MAX_FOLLOWS_SHOWN) }),
    followers: z.array(id).openapi({ description: newest(MAX_FOLLOWS_SHOWN) }),
    is_active: z.boolean(),
    last_login: instant.nullable(),
    created_at: instant,
  })
  .openapi('User')

/** A user as they see themselves. */
export const meSchema = userSchema.extend({ is_staff: z.boolean() }).openapi('Me')

const USER_TYPES = { email: 'S', google: 'G', facebook: 'F' } as const

export const presentUser = (user: VisibleUser): z.infer<typeof userSchema> => ({
  id: user.id,
  email: user.email,
  nickname: user.nickname,
  profile_img: user.picture,
  profile_bg: user.background,
  instrument: joinWords(user.instruments),
  genre: joinWords(user.genres),
  instruments: [...user.instruments],
  genres: [...user.genres],
  user_type: USER_TYPES[user.origin],
  total_liked: user.totalLiked,
  num_followings: user.numFollowings,
  num_followers: user.numFollowers,
  following: [...user.following],
  followers: [...user.followers],
  is_active: user.isActive,
  last_login: user.lastLoginAt === null ? null : iso(user.lastLoginAt),
  created_at: iso(user.createdAt),
})

export const presentMe = (user: VisibleUser): z.infer<typeof meSchema> => ({
  ...presentUser(user),
  is_staff: user.isStaff,
})
