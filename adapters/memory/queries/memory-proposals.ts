import type { ProposalQueries, ProposalView } from '#application/mix/ports.ts'
import type { MixProposal } from '#domain/mix/mix-proposal.ts'
import { proposalsFor } from '../repositories/memory-mix-proposal-repository.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import type { Tables } from '../store/memory-tables.ts'
import { authorView, pageThrough } from './memory-views.ts'

const placeOf = ({ id }: MixProposal) => ({ key: id, id })

const proposalView = (tables: Tables, proposal: MixProposal): ProposalView => ({
  ...proposal,
  proposer: authorView(tables, proposal.proposerId),
  current: tables.mixes.get(proposal.postId)?.recipe ?? null,
})

export const memoryProposalQueries = (store: MemoryStore): ProposalQueries => ({
  ofPost: (postId, request) =>
    store.read((tables) => {
      if (!tables.posts.has(postId)) return null
      const page = pageThrough(proposalsFor(tables, postId), request, placeOf)
      return { ...page, rows: page.rows.map((proposal) => proposalView(tables, proposal)) }
    }),
  byId: (id) =>
    store.read((tables) => {
      const proposal = tables.mixProposals.get(id)
      return proposal === undefined ? null : proposalView(tables, proposal)
    }),
})
