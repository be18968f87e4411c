import { ok } from 'neverthrow'
import type { MixRepository } from '#application/mix/ports.ts'
import { isWaiting, type Mix } from '#domain/mix/mix.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'

/** Ordered by the time of the request, also for mixes that a worker had taken meanwhile. */
const longestWaiting = (one: Mix, other: Mix): number =>
  one.requestedAt - other.requestedAt || one.postId - other.postId

export const memoryMixRepository = (unit: MemoryUnit): MixRepository => ({
  ofPost: (postId) => unit.step((draft) => ok(draft.now().mixes.get(postId) ?? null)),
  save: (mix) =>
    unit.step((draft) => {
      if (!draft.now().posts.has(mix.postId)) return constraintViolation(`a mix of no post: ${mix.postId}`)
      return ok(draft.put('mixes', mix.postId, mix))
    }),
  waiting: (now, limit) =>
    unit.step((draft) =>
      ok(
        [...draft.now().mixes.values()]
          .filter((mix) => isWaiting(mix, now))
          .toSorted(longestWaiting)
          .slice(0, limit)
          .map((mix) => mix.postId),
      ),
    ),
})
