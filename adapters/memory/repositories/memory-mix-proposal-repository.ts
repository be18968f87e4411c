import { ok } from 'neverthrow'
import type { MixProposalRepository } from '#application/mix/ports.ts'
import { isOpen, isRendered, type MixProposal, withdrawProposal } from '#domain/mix/mix-proposal.ts'
import { isQueued, isWaitingForWorker } from '#domain/mix/proposal-rendering.ts'
import { commentsIn } from '#domain/mix/recipe.ts'
import type { PostId, ProposalId, UserId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'
import type { Draft, Tables } from '../store/memory-tables.ts'

const byId = (one: MixProposal, other: MixProposal): number => one.id - other.id

const all = ({ mixProposals }: Tables): readonly MixProposal[] => [...mixProposals.values()].toSorted(byId)

/** The proposals for a post, oldest first. */
export const proposalsFor = (tables: Tables, postId: PostId): readonly MixProposal[] =>
  all(tables).filter((proposal) => proposal.postId === postId)

/** Removes all proposals of a user, and returns those. */
export const removeProposalsOf = (draft: Draft, proposer: UserId): readonly MixProposal[] => {
  const own = all(draft.now()).filter(({ proposerId }) => proposerId === proposer)
  for (const { id } of own) draft.take('mixProposals', id)
  return own
}

export const memoryMixProposalRepository = (unit: MemoryUnit): MixProposalRepository => ({
  nextId: () => unit.step(() => ok(unit.nextId('mixProposals') as ProposalId)),
  add: (proposal) =>
    unit.step((draft) => {
      const { id, postId, proposerId } = proposal
      const { posts, users, mixProposals } = draft.now()
      if (!posts.has(postId)) return constraintViolation(`a proposal for no post: ${postId}`)
      if (!users.has(proposerId)) return constraintViolation(`a proposal of no user: ${proposerId}`)
      if (mixProposals.has(id)) return constraintViolation(`a proposal that is there already: ${id}`)
      return ok(draft.put('mixProposals', id, proposal))
    }),
  byId: (id) => unit.step((draft) => ok(draft.now().mixProposals.get(id) ?? null)),
  save: ({ id, sound, decision }) =>
    unit.step((draft) => {
      const stored = draft.now().mixProposals.get(id)
      if (stored !== undefined) draft.put('mixProposals', id, { ...stored, sound, decision })
      return ok()
    }),
  countOpen: (postId, proposer) =>
    unit.step((draft) => {
      const own = proposalsFor(draft.now(), postId).filter(({ proposerId }) => proposerId === proposer)
      return ok(own.filter(isOpen).length)
    }),
  queued: (postId) => unit.step((draft) => ok(proposalsFor(draft.now(), postId).filter(isQueued))),
  waiting: (now, limit) =>
    unit.step((draft) => {
      const waiting = all(draft.now())
        .filter(isQueued)
        .filter((one) => isWaitingForWorker(one, now))
      return ok([...new Set(waiting.map(({ postId }) => postId))].slice(0, limit))
    }),
  byRecipeId: (postId, recipeId) =>
    unit.step((draft) => {
      const rendered = proposalsFor(draft.now(), postId).filter(isRendered)
      return ok(rendered.findLast(({ sound }) => sound.recipeId === recipeId) ?? null)
    }),
  hasMaster: (postId, master) =>
    unit.step((draft) =>
      ok(
        proposalsFor(draft.now(), postId)
          .filter(isRendered)
          .some(({ sound }) => sound.master === master),
      ),
    ),
  withdraw: (postId, comments) =>
    unit.step((draft) => {
      const gone = proposalsFor(draft.now(), postId).filter(({ recipe }) =>
        commentsIn(recipe).some((comment) => comments.includes(comment)),
      )
      for (const one of gone) draft.put('mixProposals', one.id, withdrawProposal(one))
      return ok([...new Set(gone.filter(isRendered).map(({ sound }) => sound.master))])
    }),
  removeOf: (proposer) =>
    unit.step((draft) => {
      const masters = removeProposalsOf(draft, proposer)
        .filter(isRendered)
        .map(({ postId, sound: { master } }) => ({ postId, master }))
      return ok([...new Map(masters.map((one) => [`${one.postId} ${one.master}`, one])).values()])
    }),
})
