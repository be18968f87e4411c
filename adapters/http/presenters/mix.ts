import { z } from '@hono/zod-openapi'
import type { LimiterSetting } from '#domain/mix/limiter.ts'
import { type MasterMeasurements, type Mix, stemsOf } from '#domain/mix/mix.ts'
import { showRecipe, type StemSettingsShown } from '#domain/mix/recipe-form.ts'
import { HUNDREDTHS, type Recipe } from '#domain/mix/recipe.ts'
import { iso } from './iso.ts'
import { id, instant } from './shared-schemas.ts'

const settings = {
  gain_db: z.number(),
  pan: z.int(),
  offset_ms: z.number(),
  mute: z.boolean(),
  solo: z.boolean(),
}

/** What is done to a track; every member is shown. */
export const settingsSchema = z.object(settings)

/** What `PATCH /post/{id}/mix` takes is what is shown here. */
export const recipeSchema = z
  .object({
    author: settingsSchema,
    stems: z.array(z.object({ comment: id, ...settings })),
    master: z.object({ loudness_lufs: z.number().nullable(), ceiling_dbtp: z.number() }),
  })
  .openapi('Recipe')

/** What a master measures. */
export const masterFields = {
  loudness_lufs: z.number().nullable().openapi({ description: 'Integrated loudness of the master, once it is done' }),
  true_peak_dbtp: z.number().nullable().openapi({ description: 'True peak of the master, once it is done' }),
  length_samples: z.int().nullable().openapi({ description: 'Length of the master at 48 kHz, once it is done' }),
  // `nullable` would be lost in the generated client.
  limiter: z
    .union([z.object({ gain_db: z.number(), ceiling_dbtp: z.union([z.number(), z.null()]) }), z.null()])
    .openapi({ description: 'What makes the master of the sum of its stems; a ceiling of null: the gain alone' }),
}

/** Why a recipe could not be rendered. */
export const failureSchema = z.enum(['STEM_MISSING', 'STEM_UNDECODABLE', 'GAVE_UP'])

export const mixSchema = z
  .object({
    revision: z.int().positive().openapi({ description: 'Number of mix requests for this post so far' }),
    status: z.enum(['queued', 'ingesting', 'mixing', 'encoding', 'done', 'failed']),
    progress: z.int().min(0).max(100),
    comments: z.array(id).openapi({ description: 'The comments mixed in with the author’s track' }),
    recipe: recipeSchema,
    id: z.string().nullable().openapi({
      description: 'SHA-256 of the recipe, the sound it is made of and the mixer’s version, once it is known',
    }),
    ...masterFields,
    requested_at: instant,
    finished_at: instant.nullable(),
    reason: failureSchema.optional(),
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

/** In the words of {@link settingsSchema}. */
export const presentSettings = ({ gainDb, pan, offsetMs, mute, solo }: StemSettingsShown) => ({
  gain_db: gainDb,
  pan,
  offset_ms: offsetMs,
  mute,
  solo,
})

/** In the words of {@link recipeSchema}. */
export const presentRecipe = (recipe: Recipe): z.infer<typeof recipeSchema> => {
  const { author, stems, master } = showRecipe(recipe)
  return {
    author: presentSettings(author),
    stems: stems.map((stem) => ({ comment: stem.comment, ...presentSettings(stem) })),
    master: { loudness_lufs: master.loudnessLufs, ceiling_dbtp: master.ceilingDbtp },
  }
}

const inUnits = (hundredths: number | null | undefined): number | null =>
  hundredths === null || hundredths === undefined ? null : hundredths / HUNDREDTHS

const presentLimiter = (setting: LimiterSetting | null | undefined) =>
  setting === null || setting === undefined
    ? null
    : { gain_db: setting.gain / HUNDREDTHS, ceiling_dbtp: inUnits(setting.ceiling) }

/** In the words of {@link masterFields}. */
export const presentMaster = (master: MasterMeasurements | null) => ({
  loudness_lufs: inUnits(master?.loudness),
  true_peak_dbtp: inUnits(master?.truePeak),
  length_samples: master?.frames ?? null,
  limiter: presentLimiter(master?.limiter),
})

export const presentMix = (mix: Mix): MixOnTheWire => ({
  revision: mix.revision,
  ...standing(mix),
  comments: [...stemsOf(mix)],
  recipe: presentRecipe(mix.recipe),
  id: mix.recipeId,
  ...presentMaster(mix.state === 'rendered' ? mix.master : null),
  requested_at: iso(mix.requestedAt),
})
