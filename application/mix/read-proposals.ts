import { err, ok } from 'neverthrow'
import type { ProposalNotFound } from '#domain/mix/mix-proposal.ts'
import { changesSince } from '#domain/mix/mix-revision.ts'
import type { RecipeChange } from '#domain/mix/recipe-difference.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { PostId, ProposalId } from '#domain/shared/id.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Cursor, type Page, parsePageSize } from '../shared/page.ts'
import type { ProposalQueries, ProposalView } from './ports.ts'

/** A proposal, and what it changes of the mix as it is now (see `changesSince`). */
export type ListedProposal = ProposalView & { readonly changes: readonly RecipeChange[] }

type Dependencies = { readonly proposalQueries: ProposalQueries }

const listed = (proposal: ProposalView): ListedProposal => ({
  ...proposal,
  changes: changesSince(proposal.current, proposal.recipe),
})

/** A page of the proposals for a post, newest first, whatever was decided on them. */
export const listProposals =
  (deps: Dependencies) =>
  (
    postId: PostId,
    form: { readonly pageSize?: number } = {},
    cursor: Cursor | null = null,
  ): Outcome<Page<ListedProposal>, PostNotFound | InvalidFields> =>
    parseForm({ pageSize: parsePageSize(form.pageSize) })
      .asyncAndThen(({ pageSize: size }) => deps.proposalQueries.ofPost(postId, { size, cursor }))
      .andThen((page) => (page === null ? err(postNotFound(postId)) : ok({ ...page, rows: page.rows.map(listed) })))

/** A proposal. If a post is named, it has to be for that one. */
export const readProposal =
  (deps: Dependencies) =>
  (id: ProposalId, postId: PostId | null = null): Outcome<ListedProposal, ProposalNotFound> =>
    deps.proposalQueries.byId(id).andThen((proposal) => {
      const isAsked = proposal !== null && (postId === null || proposal.postId === postId)
      return isAsked ? ok(listed(proposal)) : err({ type: 'ProposalNotFound', id } as const)
    })
