import { z } from '@hono/zod-openapi'
import type { ListedProposal } from '#application/mix/read-proposals.ts'
import type { ProposalDecision, ProposalSound } from '#domain/mix/mix-proposal.ts'
import { iso } from './iso.ts'
import { failureSchema, masterFields, presentMaster, presentRecipe, recipeSchema } from './mix.ts'
import { changeSchema, presentChange } from './recipe-change.ts'
import { id, instant, path } from './shared-schemas.ts'
import { authorSchema, presentAuthor } from './user.ts'

export const proposalSchema = z
  .object({
    id,
    post: id.openapi({ description: 'The post that it is for' }),
    proposer: authorSchema,
    status: z.enum(['waiting', 'taken', 'declined']).openapi({ description: 'What the post’s author made of it' }),
    revision: z.int().positive().nullable().openapi({ description: 'The revision of the mix as which it was taken' }),
    reason: z.string().nullable().openapi({ description: 'Why it was declined, in the author’s words' }),
    decided_at: instant.nullable(),
    withdrawn: z.boolean().openapi({
      description: 'A comment in it was deleted: it can no longer be heard or taken',
    }),
    changes: z.array(changeSchema).openapi({
      description:
        'Against the mix of the post as it is now; where nothing was mixed, against the author’s track alone',
    }),
    recipe: recipeSchema,
    recipe_id: z.string().nullable().openapi({ description: 'The recipe’s SHA-256, as the `id` of a mix' }),
    rendering: z
      .enum(['queued', 'done', 'failed'])
      .nullable()
      .openapi({ description: 'How far its sound is; null if it was withdrawn' }),
    failure: failureSchema.nullable().openapi({ description: 'Why it could not be rendered' }),
    master_track: path.nullable().openapi({ description: 'What it sounds like, once it is rendered' }),
    ...masterFields,
    proposed_at: instant,
  })
  .openapi('Proposal')

type ProposalOnTheWire = z.infer<typeof proposalSchema>

const presentDecision = (
  decision: ProposalDecision | null,
): Pick<ProposalOnTheWire, 'status' | 'revision' | 'reason' | 'decided_at'> => ({
  status: decision?.type ?? 'waiting',
  revision: decision?.type === 'taken' ? decision.revision : null,
  reason: decision?.type === 'declined' ? decision.reason : null,
  decided_at: decision === null ? null : iso(decision.at),
})

const RENDERING = { queued: 'queued', rendered: 'done', failed: 'failed', withdrawn: null } as const

const presentSound = (sound: ProposalSound) => ({
  withdrawn: sound.status === 'withdrawn',
  rendering: RENDERING[sound.status],
  failure: sound.status === 'failed' ? sound.reason : null,
  recipe_id: sound.status === 'rendered' ? sound.recipeId : null,
  master_track: sound.status === 'rendered' ? sound.master : null,
  ...presentMaster(sound.status === 'rendered' ? sound.measured : null),
})

export const presentProposal = (proposal: ListedProposal): ProposalOnTheWire => ({
  id: proposal.id,
  post: proposal.postId,
  proposer: presentAuthor(proposal.proposer),
  ...presentDecision(proposal.decision),
  changes: proposal.changes.map(presentChange),
  recipe: presentRecipe(proposal.recipe),
  ...presentSound(proposal.sound),
  proposed_at: iso(proposal.proposedAt),
})
