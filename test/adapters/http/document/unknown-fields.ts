import type { Operation } from './operations.ts'

/** What somebody would try who knows what is stored, or what JavaScript objects are made of. */
const TEMPTING = [
  'id',
  'author',
  'author_id',
  'authorId',
  'user',
  'user_id',
  'userId',
  'owner',
  'post',
  'post_id',
  'postId',
  'is_staff',
  'isStaff',
  'staff',
  'is_superuser',
  'is_active',
  'isActive',
  'is_mixed',
  'state',
  'status',
  'role',
  'origin',
  'user_type',
  'password_hash',
  'passwordHash',
  'total_liked',
  'totalLiked',
  'num_liked',
  'numLiked',
  'num_comments',
  'numComments',
  'num_followers',
  'num_followings',
  'followers',
  'following',
  'liked',
  'last_login',
  'lastLoginAt',
  'created_at',
  'createdAt',
  'created_date',
  'master',
  'master_track',
  'author_track_path',
  'mixed_tracks',
  'comment_tracks',
  'mix',
  'revision',
  'progress',
  'stems',
  'session',
  'editor',
  'remover',
  'requester',
  'upload',
  'form',
  'language',
  'caller',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
] as const

const HOW_MANY = 100

/** A hundred fields that the call does not know. */
export const unknownFieldsOf = ({ body }: Operation): Readonly<Record<string, string>> => {
  const known = new Set(Object.values(body ?? {}).flatMap(({ schema }) => Object.keys(schema.properties ?? {})))
  const tempting = TEMPTING.filter((name) => !known.has(name))
  const others = Array.from({ length: HOW_MANY - tempting.length }, (_, at) => `unknown_${at}`)
  // `__proto__` as a member of its own, as JSON.parse would make it.
  return JSON.parse(`{${[...tempting, ...others].map((name) => `"${name}":"1"`).join(',')}}`) as Record<string, string>
}
