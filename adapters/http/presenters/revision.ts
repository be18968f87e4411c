import { z } from '@hono/zod-openapi'
import type { ListedRevision } from '#application/mix/read-revisions.ts'
import { iso } from './iso.ts'
import { presentMaster, presentRecipe, masterFields, recipeSchema } from './mix.ts'
import { changeSchema, presentChange } from './recipe-change.ts'
import { instant, path } from './shared-schemas.ts'
import { authorSchema, presentAuthor } from './user.ts'

export const revisionSchema = z
  .object({
    revision: z.int().positive(),
    is_current: z.boolean().openapi({ description: 'Whether its master is the post’s now' }),
    withdrawn: z.boolean().openapi({ description: 'A comment in it was deleted: it can no longer be played' }),
    contributors: z.array(authorSchema).openapi({ description: 'Who is heard in it, the post’s author first' }),
    changes: z.array(changeSchema).openapi({
      description: 'Against the revision before; of the first one, against the author’s track alone',
    }),
    recipe: recipeSchema,
    id: z.string().nullable().openapi({ description: 'The recipe’s SHA-256, as in the mix of a post' }),
    master_track: path.nullable().openapi({ description: 'Null if it was withdrawn' }),
    ...masterFields,
    requested_at: instant,
    finished_at: instant,
  })
  .openapi('Revision')

export const presentRevision = (revision: ListedRevision): z.infer<typeof revisionSchema> => ({
  revision: revision.revision,
  is_current: revision.isCurrent,
  withdrawn: revision.state === 'withdrawn',
  contributors: revision.contributors.map(presentAuthor),
  changes: revision.changes.map(presentChange),
  recipe: presentRecipe(revision.recipe),
  id: revision.recipeId,
  master_track: revision.state === 'playable' ? revision.master : null,
  ...presentMaster(revision.measured),
  requested_at: iso(revision.requestedAt),
  finished_at: iso(revision.finishedAt),
})
