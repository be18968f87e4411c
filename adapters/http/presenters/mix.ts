import { z } from '@hono/zod-openapi'
import type { Mix } from '#domain/mix/mix.ts'
import { iso } from './iso.ts'
import { id, instant } from './shared-schemas.ts'

export const mixSchema = z
  .object({
    revision: z.int().positive().openapi({ description: 'Number of mix requests for this post so far' }),
    status: z.enum(['queued', 'ingesting', 'mixing', 'encoding', 'done', 'failed']),
    progress: z.int().min(0).max(100),
    comments: z.array(id).openapi({ description: 'The comments mixed in with the author’s track' }),
    requested_at: instant,
    finished_at: instant.nullable(),
    reason: z.enum(['STEM_MISSING', 'STEM_UNDECODABLE', 'GAVE_UP']).optional(),
  })
  .openapi('Mix')

type MixOnTheWire = z.infer<typeof mixSchema>

const standing = (mix: Mix): Pick<MixOnTheWire, 'status' | 'progress' | 'finished_at' | 'reason'> => {
  switch (mix.state) {
    case 'requested':
      return { status: 'queued', progress: 0, finished_at: null }
    case 'rendering':
      return { status: mix.stage, progress: mix.progress, finished_at: null }
    case 'rendered':
      return { status: 'done', progress: 100, finished_at: iso(mix.finishedAt) }
    case 'failed':
      return { status: 'failed', progress: 0, finished_at: iso(mix.finishedAt), reason: mix.reason }
  }
}

export const presentMix = (mix: Mix): MixOnTheWire => ({
  revision: mix.revision,
  ...standing(mix),
  comments: [...mix.stems],
  requested_at: iso(mix.requestedAt),
})
