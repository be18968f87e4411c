import type { RevisionQueries, RevisionView } from '#application/mix/ports.ts'
import type { MixRevision } from '#domain/mix/mix-revision.ts'
import type { Post } from '#domain/post/post.ts'
import { playableOf, revisionsOf } from '../repositories/memory-mix-revision-repository.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import type { Tables } from '../store/memory-tables.ts'
import { authorView, pageThrough } from './memory-views.ts'

const placeOf = ({ revision }: MixRevision) => ({ key: revision, id: revision })

const revisionView = (tables: Tables, post: Post, revision: MixRevision): RevisionView => {
  const before = revisionsOf(tables, post.id).find((older) => older.revision < revision.revision)
  const current = playableOf(tables, post.id).find(({ master }) => master === post.master)
  return {
    ...revision,
    before: before?.recipe ?? null,
    contributors: revision.credits.filter((id) => tables.users.has(id)).map((id) => authorView(tables, id)),
    isCurrent: current?.revision === revision.revision,
  }
}

export const memoryRevisionQueries = (store: MemoryStore): RevisionQueries => ({
  ofPost: (postId, request) =>
    store.read((tables) => {
      const post = tables.posts.get(postId)
      if (post === undefined) return null
      const page = pageThrough(revisionsOf(tables, postId), request, placeOf)
      return { ...page, rows: page.rows.map((revision) => revisionView(tables, post, revision)) }
    }),
})
