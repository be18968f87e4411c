import { ok } from 'neverthrow'
import type { TrackRepository } from '#application/track/ports.ts'
import type { MemoryUnit } from '../store/memory-store.ts'

const byId = (one: { readonly id: number }, other: { readonly id: number }): number => one.id - other.id

export const memoryTrackRepository = (unit: MemoryUnit): TrackRepository => ({
  processing: (limit) =>
    unit.step((draft) => {
      const { posts, comments } = draft.now()
      const ofPosts = [...posts.values()]
        .filter((post) => post.track.ingest.status === 'processing')
        .toSorted(byId)
        .map(({ id }) => ({ postId: id, commentId: null }))
      const ofComments = [...comments.values()]
        .filter((comment) => comment.track.ingest.status === 'processing')
        .toSorted(byId)
        .map(({ id, postId }) => ({ postId, commentId: id }))
      return ok([...ofPosts, ...ofComments].slice(0, limit))
    }),
})
