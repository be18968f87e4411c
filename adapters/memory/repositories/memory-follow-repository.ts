import { ok } from 'neverthrow'
import type { FollowRepository } from '#application/follow/ports.ts'
import type { UserId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'

const keyOf = (follower: UserId, followed: UserId): string => `${follower} ${followed}`

/** Stores no counters: followers are counted when they are read. */
export const memoryFollowRepository = (unit: MemoryUnit): FollowRepository => ({
  has: (follower, followed) => unit.step((draft) => ok(draft.now().follows.has(keyOf(follower, followed)))),
  add: (follow) =>
    unit.step((draft) => {
      const { users, follows } = draft.now()
      for (const id of [follow.followerId, follow.followedId])
        if (!users.has(id)) return constraintViolation(`a follow of no user: ${id}`)
      if (follow.followerId === follow.followedId)
        return constraintViolation(`a follow of oneself: ${follow.followerId}`)
      const key = keyOf(follow.followerId, follow.followedId)
      if (!follows.has(key)) draft.put('follows', key, follow)
      return ok()
    }),
  remove: (follower, followed) => unit.step((draft) => ok(draft.take('follows', keyOf(follower, followed)))),
})
