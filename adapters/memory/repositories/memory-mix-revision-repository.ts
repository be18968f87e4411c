import { ok } from 'neverthrow'
import type { MixRevisionRepository } from '#application/mix/ports.ts'
import { type MixRevision, type PlayableRevision, withdraw } from '#domain/mix/mix-revision.ts'
import { commentsIn } from '#domain/mix/recipe.ts'
import type { PostId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'
import type { Tables } from '../store/memory-tables.ts'

const keyOf = (postId: PostId, revision: number): string => `${postId} ${revision}`

const newestFirst = (one: MixRevision, other: MixRevision): number => other.revision - one.revision

/** The revisions of a post, newest first. */
export const revisionsOf = (tables: Tables, postId: PostId): readonly MixRevision[] =>
  [...tables.mixRevisions.values()].filter((revision) => revision.postId === postId).toSorted(newestFirst)

/** Those of them that can be played. */
export const playableOf = (tables: Tables, postId: PostId): readonly PlayableRevision[] =>
  revisionsOf(tables, postId).filter((revision) => revision.state === 'playable')

export const memoryMixRevisionRepository = (unit: MemoryUnit): MixRevisionRepository => ({
  add: (revision) =>
    unit.step((draft) => {
      const key = keyOf(revision.postId, revision.revision)
      if (!draft.now().posts.has(revision.postId)) return constraintViolation(`a revision of no post: ${key}`)
      if (draft.now().mixRevisions.has(key)) return constraintViolation(`a revision that is there already: ${key}`)
      return ok(draft.put('mixRevisions', key, revision))
    }),
  byNumber: (postId, revision) =>
    unit.step((draft) => ok(draft.now().mixRevisions.get(keyOf(postId, revision)) ?? null)),
  byRecipeId: (postId, recipeId) =>
    unit.step((draft) => ok(playableOf(draft.now(), postId).find((one) => one.recipeId === recipeId) ?? null)),
  hasMaster: (postId, master) =>
    unit.step((draft) => ok(playableOf(draft.now(), postId).some((one) => one.master === master))),
  withdraw: (postId, comments) =>
    unit.step((draft) => {
      const gone = playableOf(draft.now(), postId).filter(({ recipe }) =>
        commentsIn(recipe).some((comment) => comments.includes(comment)),
      )
      for (const one of gone) draft.put('mixRevisions', keyOf(postId, one.revision), withdraw(one))
      return ok([...new Set(gone.map(({ master }) => master))])
    }),
})
