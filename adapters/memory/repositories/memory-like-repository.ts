import { ok } from 'neverthrow'
import type { LikeRepository } from '#application/post/ports.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'

const keyOf = (post: PostId, user: UserId): string => `${post} ${user}`

/** Stores no counter: likes are counted when they are read. */
export const memoryLikeRepository = (unit: MemoryUnit): LikeRepository => ({
  has: (post, user) => unit.step((draft) => ok(draft.now().likes.has(keyOf(post, user)))),
  add: (like) =>
    unit.step((draft) => {
      const { posts, users, likes } = draft.now()
      if (!posts.has(like.postId)) return constraintViolation(`a like of no post: ${like.postId}`)
      if (!users.has(like.userId)) return constraintViolation(`a like of no user: ${like.userId}`)
      const key = keyOf(like.postId, like.userId)
      if (!likes.has(key)) draft.put('likes', key, like)
      return ok()
    }),
  remove: (post, user) => unit.step((draft) => ok(draft.take('likes', keyOf(post, user)))),
})
