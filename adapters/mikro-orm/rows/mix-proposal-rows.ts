import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { DeclineReason, MixProposal, ProposalDecision, ProposalSound } from '#domain/mix/mix-proposal.ts'
import type { MixFailure } from '#domain/mix/mix.ts'
import { commentsIn, type Recipe } from '#domain/mix/recipe.ts'
import type { PostId, ProposalId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { measuredColumns, measuredIn } from './mix-rows.ts'

/** `stems` are the ids of the recipe's comments, to be found by. */
export const MixProposalRow = defineEntity({
  name: 'MixProposalRow',
  tableName: 'mix_proposals',
  properties: {
    id: p.integer().primary(),
    postId: p.integer(),
    proposedBy: p.integer(),
    stems: p.array(Number, String).columnType('int[]'),
    recipe: p.json<Recipe>(),
    proposedAt: p.datetime(),
    sound: p.text(),
    attempt: p.integer().nullable(),
    leaseUntil: p.datetime().nullable(),
    failure: p.text().nullable(),
    recipeId: p.text().nullable(),
    masterPath: p.text().nullable(),
    masterLoudness: p.integer().nullable(),
    masterTruePeak: p.integer().nullable(),
    masterFrames: p.bigint('number').nullable(),
    masterGain: p.integer().nullable(),
    masterCeiling: p.integer().nullable(),
    decision: p.text().nullable(),
    decidedAt: p.datetime().nullable(),
    revision: p.integer().nullable(),
    declineReason: p.text().nullable(),
  },
})
export type MixProposalRow = InferEntity<typeof MixProposalRow>

const NO_SOUND_COLUMNS = {
  attempt: null,
  leaseUntil: null,
  failure: null,
  recipeId: null,
  masterPath: null,
  masterLoudness: null,
  masterTruePeak: null,
  masterFrames: null,
  masterGain: null,
  masterCeiling: null,
}

const NO_DECISION_COLUMNS = { decision: null, decidedAt: null, revision: null, declineReason: null }

const columnsOfSound = (sound: ProposalSound): Partial<MixProposalRow> => {
  switch (sound.status) {
    case 'queued':
      return { attempt: sound.attempt, leaseUntil: sound.leaseUntil === null ? null : new Date(sound.leaseUntil) }
    case 'rendered':
      return {
        recipeId: sound.recipeId,
        masterPath: sound.master,
        ...measuredColumns(sound.measured),
      }
    case 'failed':
      return { failure: sound.reason }
    case 'withdrawn':
      return {}
  }
}

const columnsOfDecision = (decision: ProposalDecision | null): Partial<MixProposalRow> => {
  if (decision === null) return {}
  const decided = { decision: decision.type, decidedAt: new Date(decision.at) }
  return decision.type === 'taken'
    ? { ...decided, revision: decision.revision }
    : { ...decided, declineReason: decision.reason }
}

type FixedColumn = 'id' | 'postId' | 'proposedBy' | 'stems' | 'recipe' | 'proposedAt'

/** The columns that can change after it was proposed. */
export const mutableProposalColumns = ({
  sound,
  decision,
}: Pick<MixProposal, 'sound' | 'decision'>): Omit<MixProposalRow, FixedColumn | symbol> => ({
  sound: sound.status,
  ...NO_SOUND_COLUMNS,
  ...columnsOfSound(sound),
  ...NO_DECISION_COLUMNS,
  ...columnsOfDecision(decision),
})

export const mixProposalColumns = (proposal: MixProposal): MixProposalRow => ({
  id: proposal.id,
  postId: proposal.postId,
  proposedBy: proposal.proposerId,
  stems: [...commentsIn(proposal.recipe)],
  recipe: proposal.recipe,
  proposedAt: new Date(proposal.proposedAt),
  ...mutableProposalColumns(proposal),
})

/** A table constraint guarantees the columns that a state has. */
const soundOf = (row: MixProposalRow): ProposalSound => {
  const status = row.sound as ProposalSound['status']
  switch (status) {
    case 'queued': {
      const { attempt, leaseUntil } = row
      return { status, attempt: attempt ?? 0, leaseUntil: leaseUntil ? instant(leaseUntil.getTime()) : null }
    }
    case 'rendered':
      return {
        status,
        master: row.masterPath as MediaPath,
        recipeId: row.recipeId ?? null,
        measured: measuredIn(row),
      }
    case 'failed':
      return { status, reason: row.failure as MixFailure }
    case 'withdrawn':
      return { status }
  }
}

const decisionOf = ({ decision, decidedAt, revision, declineReason }: MixProposalRow): ProposalDecision | null => {
  if (decision === null || decision === undefined) return null
  const at = instant(decidedAt?.getTime() ?? Number.NaN)
  return decision === 'taken'
    ? { type: 'taken', at, revision: revision ?? Number.NaN }
    : { type: 'declined', at, reason: (declineReason ?? null) as DeclineReason | null }
}

export const mixProposalOf = (row: MixProposalRow): MixProposal => ({
  id: row.id as ProposalId,
  postId: row.postId as PostId,
  proposerId: row.proposedBy as UserId,
  recipe: row.recipe,
  proposedAt: instant(row.proposedAt.getTime()),
  sound: soundOf(row),
  decision: decisionOf(row),
})
