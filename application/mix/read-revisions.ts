import { err, ok } from 'neverthrow'
import { changesSince } from '#domain/mix/mix-revision.ts'
import type { RecipeChange } from '#domain/mix/recipe-difference.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { PostId } from '#domain/shared/id.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Cursor, type Page, parsePageSize } from '../shared/page.ts'
import type { RevisionQueries, RevisionView } from './ports.ts'

/** A revision, and what changed against the one before it (see `changesSince`). */
export type ListedRevision = RevisionView & { readonly changes: readonly RecipeChange[] }

const listed = (revision: RevisionView): ListedRevision => ({
  ...revision,
  changes: changesSince(revision.before, revision.recipe),
})

/** A page of the rendered revisions of a post's mix, newest first. */
export const listRevisions =
  (deps: { readonly revisionQueries: RevisionQueries }) =>
  (
    postId: PostId,
    form: { readonly pageSize?: number } = {},
    cursor: Cursor | null = null,
  ): Outcome<Page<ListedRevision>, PostNotFound | InvalidFields> =>
    parseForm({ pageSize: parsePageSize(form.pageSize) })
      .asyncAndThen(({ pageSize: size }) => deps.revisionQueries.ofPost(postId, { size, cursor }))
      .andThen((page) => (page === null ? err(postNotFound(postId)) : ok({ ...page, rows: page.rows.map(listed) })))
