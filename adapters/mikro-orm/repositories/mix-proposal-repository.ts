import { sql } from 'kysely'
import type { MixProposalRepository } from '#application/mix/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { isRendered, type MixProposal, type RenderedProposal } from '#domain/mix/mix-proposal.ts'
import { isQueued, type QueuedProposal } from '#domain/mix/proposal-rendering.ts'
import type { CommentId, PostId, ProposalId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { mixProposalColumns, mixProposalOf, MixProposalRow, mutableProposalColumns } from '../rows/mix-proposal-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Proposals in the table `mix_proposals`. */
export class MikroOrmMixProposalRepository implements MixProposalRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  nextId(): Outcome<ProposalId> {
    return this.#unit.ask(async (em) => {
      const next = await sql<{ id: number }>`select nextval('mix_proposals_id_seq')::int as id`.execute(
        em.getKysely<unknown>(),
      )
      return next.rows[0]!.id as ProposalId
    })
  }

  add(proposal: MixProposal): Outcome<void> {
    return this.#unit.ask((em) => em.insert(MixProposalRow, mixProposalColumns(proposal))).map(() => undefined)
  }

  byId(id: ProposalId): Outcome<MixProposal | null> {
    return this.#unit
      .ask((em) => em.findOne(MixProposalRow, { id }, { disableIdentityMap: true }))
      .map((row) => (row === null ? null : mixProposalOf(row)))
  }

  save({ id, ...state }: Pick<MixProposal, 'id' | 'sound' | 'decision'>): Outcome<void> {
    return this.#unit
      .ask((em) => em.nativeUpdate(MixProposalRow, { id }, mutableProposalColumns(state)))
      .map(() => undefined)
  }

  countOpen(postId: PostId, proposedBy: UserId): Outcome<number> {
    return this.#unit.ask((em) =>
      em.count(MixProposalRow, { postId, proposedBy, decision: null, sound: { $ne: 'withdrawn' } }),
    )
  }

  queued(postId: PostId): Outcome<readonly QueuedProposal[]> {
    const options = { disableIdentityMap: true, orderBy: { id: 'asc' } } as const
    return this.#unit
      .ask((em) => em.find(MixProposalRow, { postId, decision: null, sound: 'queued' }, options))
      .map((rows) => rows.map(mixProposalOf).filter(isQueued))
  }

  waiting(now: Instant, limit: number): Outcome<readonly PostId[]> {
    return this.#unit.ask(async (em) => {
      const waiting = await sql<{ post_id: PostId }>`
        select post_id from mix_proposals
        where sound = 'queued' and decision is null
          and (lease_until is null or lease_until <= ${new Date(now).toISOString()})
        group by post_id order by min(id) limit ${limit}`.execute(em.getKysely<unknown>())
      return waiting.rows.map((row) => row.post_id)
    })
  }

  byRecipeId(postId: PostId, recipeId: string): Outcome<RenderedProposal | null> {
    const options = { disableIdentityMap: true, orderBy: { id: 'desc' } } as const
    return this.#unit
      .ask((em) => em.findOne(MixProposalRow, { postId, recipeId, sound: 'rendered' }, options))
      .map((row) => {
        const found = row === null ? null : mixProposalOf(row)
        return found !== null && isRendered(found) ? found : null
      })
  }

  hasMaster(postId: PostId, masterPath: MediaPath): Outcome<boolean> {
    return this.#unit.ask((em) => em.count(MixProposalRow, { postId, masterPath })).map((count) => count > 0)
  }

  withdraw(postId: PostId, comments: readonly CommentId[]): Outcome<readonly MediaPath[]> {
    return this.#unit.ask(async (em) => {
      const { rows } = await sql<{ master_path: MediaPath | null }>`
        with gone as (
          select id, master_path from mix_proposals
          where post_id = ${postId} and sound <> 'withdrawn' and stems && ${[...comments]}::int[]
        )
        update mix_proposals p set sound = 'withdrawn', attempt = null, lease_until = null, failure = null,
          recipe_id = null, master_path = null, master_loudness = null, master_true_peak = null, master_frames = null,
          master_gain = null, master_ceiling = null
        from gone where p.id = gone.id
        returning gone.master_path`.execute(em.getKysely<unknown>())
      return [...new Set(rows.flatMap((row) => row.master_path ?? []))]
    })
  }

  removeOf(proposer: UserId): Outcome<readonly { readonly postId: PostId; readonly master: MediaPath }[]> {
    return this.#unit.ask(async (em) => {
      const { rows } = await sql<{ postId: PostId; master: MediaPath }>`
        with gone as (delete from mix_proposals where proposed_by = ${proposer} returning post_id, master_path)
        select distinct post_id as "postId", master_path as master from gone where master_path is not null
        order by 1, 2`.execute(em.getKysely<unknown>())
      return rows
    })
  }
}
