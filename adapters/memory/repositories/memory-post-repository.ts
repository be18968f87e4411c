import { ok } from 'neverthrow'
import type { PostRepository } from '#application/post/ports.ts'
import type { PostId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'
import type { Draft } from '../store/memory-tables.ts'

/** The post with its comments, its likes, its mix, the revisions of that and the proposals for it. */
export const removePost = (draft: Draft, id: PostId): void => {
  for (const comment of draft.now().comments.values()) if (comment.postId === id) draft.take('comments', comment.id)
  for (const [key, like] of draft.now().likes) if (like.postId === id) draft.take('likes', key)
  for (const [key, revision] of draft.now().mixRevisions) if (revision.postId === id) draft.take('mixRevisions', key)
  for (const proposal of draft.now().mixProposals.values())
    if (proposal.postId === id) draft.take('mixProposals', proposal.id)
  draft.take('mixes', id)
  draft.take('posts', id)
}

export const memoryPostRepository = (unit: MemoryUnit): PostRepository => ({
  nextId: () => unit.step(() => ok(unit.nextId('posts') as PostId)),
  add: (post) =>
    unit.step((draft) => {
      if (!draft.now().users.has(post.authorId)) return constraintViolation(`a post of no user: ${post.authorId}`)
      if (draft.now().posts.has(post.id)) return constraintViolation(`a post that is there already: ${post.id}`)
      return ok(draft.put('posts', post.id, post))
    }),
  byId: (id) => unit.step((draft) => ok(draft.now().posts.get(id) ?? null)),
  ofAuthor: (author) =>
    unit.step((draft) => {
      const own = [...draft.now().posts.values()].filter((post) => post.authorId === author)
      return ok(own.map(({ id }) => id).toSorted((one, other) => one - other))
    }),
  save: (post) =>
    unit.step((draft) => {
      if (draft.now().posts.has(post.id)) draft.put('posts', post.id, post)
      return ok()
    }),
  remove: (id) => unit.step((draft) => ok(removePost(draft, id))),
})
