import { sql } from 'kysely'
import type { ProposalQueries, ProposalView } from '#application/mix/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type Page, pageOf, type PageRequest } from '#application/shared/page.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { PostId, ProposalId } from '#domain/shared/id.ts'
import { mixProposalOf, type MixProposalRow } from '../rows/mix-proposal-rows.ts'
import { byShape, parameter, type Reads } from './reads.ts'
import { authorOf, byNumber, msOf, type PageShape, pageShape, pageSql, pageValues } from './view-sql.ts'

type ProposalViewRow = Omit<MixProposalRow, 'proposedAt' | 'leaseUntil' | 'decidedAt'> & {
  readonly proposedMs: number
  readonly leaseMs: number | null
  readonly decidedMs: number | null
  readonly nickname: string
  readonly picture: string | null
  readonly current: Recipe | null
}

const NEWEST = byNumber('id')

const COLUMNS = sql`
  r.id, r.post_id as "postId", r.proposed_by as "proposedBy", r.stems, r.recipe, r.sound, r.attempt, r.failure,
  ${msOf('r.proposed_at')} as "proposedMs", ${msOf('r.lease_until')} as "leaseMs", r.recipe_id as "recipeId",
  r.master_path as "masterPath", r.master_loudness as "masterLoudness", r.master_true_peak as "masterTruePeak",
  r.master_frames as "masterFrames", r.master_gain as "masterGain", r.master_ceiling as "masterCeiling", r.decision, ${msOf('r.decided_at')} as "decidedMs", r.revision,
  r.decline_reason as "declineReason", a.nickname, a.profile_img_path as picture, m.recipe as current`

const OF_POST = byShape((shape: PageShape) => {
  const page = pageSql(NEWEST, 'r', shape)
  return sql<ProposalViewRow | { readonly id: null }>`
    select ${COLUMNS}
    from posts p
    left join mixes m on m.post_id = p.id
    left join lateral (
      select * from mix_proposals r where r.post_id = p.id and ${page.cursorCondition} ${page.order} ${page.limit}
    ) r on true
    left join users a on a.id = r.proposed_by
    where p.id = ${parameter('postId')}
    ${page.order}`
})

const BY_ID = sql<ProposalViewRow>`
  select ${COLUMNS}
  from mix_proposals r
  join users a on a.id = r.proposed_by
  left join mixes m on m.post_id = r.post_id
  where r.id = ${parameter('id')}`

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))

const viewOf = (row: ProposalViewRow): ProposalView => {
  const { proposedMs, leaseMs, decidedMs, nickname, picture, current, ...columns } = row
  const times = { proposedAt: new Date(proposedMs), leaseUntil: dateOf(leaseMs), decidedAt: dateOf(decidedMs) }
  return {
    ...mixProposalOf({ ...columns, ...times }),
    proposer: authorOf(row.proposedBy, nickname, picture),
    current,
  }
}

/** Reads proposals for screens with plain SQL, without building entities. */
export class MikroOrmProposalQueries implements ProposalQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  ofPost(postId: PostId, request: PageRequest): Outcome<Page<ProposalView> | null> {
    return this.#reads.read(OF_POST(pageShape(request)), { postId, ...pageValues(NEWEST, request) }, (rows) => {
      if (rows.length === 0) return null
      const proposals = rows.filter((row) => row.id !== null).map(viewOf)
      return pageOf(proposals, request, ({ id }) => ({ key: id, id }))
    })
  }

  byId(id: ProposalId): Outcome<ProposalView | null> {
    return this.#reads.read(BY_ID, { id }, ([row]) => (row === undefined ? null : viewOf(row)))
  }
}
