import { ok } from 'neverthrow'
import type { CommentRepository } from '#application/comment/ports.ts'
import type { CommentId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'

/** Stores no counter: the number of comments is counted when it is read. */
export const memoryCommentRepository = (unit: MemoryUnit): CommentRepository => ({
  nextId: () => unit.step(() => ok(unit.nextId('comments') as CommentId)),
  add: (comment) =>
    unit.step((draft) => {
      if (!draft.now().posts.has(comment.postId)) return constraintViolation(`a comment of no post: ${comment.postId}`)
      if (!draft.now().users.has(comment.authorId))
        return constraintViolation(`a comment of no user: ${comment.authorId}`)
      if (draft.now().comments.has(comment.id))
        return constraintViolation(`a comment that is there already: ${comment.id}`)
      return ok(draft.put('comments', comment.id, comment))
    }),
  byId: (id) => unit.step((draft) => ok(draft.now().comments.get(id) ?? null)),
  ofPost: (postId, ids) =>
    unit.step((draft) =>
      ok(
        [...new Set(ids)]
          .toSorted((one, other) => one - other)
          .flatMap((id) => draft.now().comments.get(id) ?? [])
          .filter((comment) => comment.postId === postId),
      ),
    ),
  ofAuthor: (author) =>
    unit.step((draft) => {
      const own = [...draft.now().comments.values()].filter((comment) => comment.authorId === author)
      return ok(own.toSorted((one, other) => one.id - other.id))
    }),
  save: (comment) =>
    unit.step((draft) => {
      if (draft.now().comments.has(comment.id)) draft.put('comments', comment.id, comment)
      return ok()
    }),
  remove: (id) => unit.step((draft) => ok(draft.take('comments', id))),
})
