import { z } from '@hono/zod-openapi'
import type { RecipeChange } from '#domain/mix/recipe-difference.ts'
import { showSettings } from '#domain/mix/recipe-form.ts'
import { HUNDREDTHS, SAMPLES_PER_MS, type StemSettings } from '#domain/mix/recipe.ts'
import { presentSettings, settingsSchema } from './mix.ts'
import { id } from './shared-schemas.ts'

const value = z.union([z.number(), z.boolean(), settingsSchema, z.null()])

/** One difference of two recipes, in the words and units of a recipe. */
export const changeSchema = z
  .object({
    stem: z.union([z.enum(['author', 'master']), id]).openapi({ description: 'Where: a number is a comment’s id' }),
    field: z
      .enum(['gain_db', 'pan', 'offset_ms', 'mute', 'solo', 'loudness_lufs', 'ceiling_dbtp', 'settings'])
      .openapi({ description: '`settings`: all of them, of a comment that was added or taken out' }),
    from: value.openapi({ description: 'Null if the comment was added, or if the loudness was left as it is' }),
    to: value.openapi({ description: 'Null if the comment was taken out, or if the loudness is left as it is' }),
  })
  .openapi('RecipeChange')

type ChangeOnTheWire = z.infer<typeof changeSchema>

const inDecibels = (hundredths: number | null): number | null => (hundredths === null ? null : hundredths / HUNDREDTHS)

const settingsOf = (settings: StemSettings | null) =>
  settings === null ? null : presentSettings(showSettings(settings))

export const presentChange = (change: RecipeChange): ChangeOnTheWire => {
  const { stem, field } = change
  switch (field) {
    case 'gain':
      return { stem, field: 'gain_db', from: inDecibels(change.from), to: inDecibels(change.to) }
    case 'offset':
      return { stem, field: 'offset_ms', from: change.from / SAMPLES_PER_MS, to: change.to / SAMPLES_PER_MS }
    case 'loudness':
      return { stem, field: 'loudness_lufs', from: inDecibels(change.from), to: inDecibels(change.to) }
    case 'ceiling':
      return { stem, field: 'ceiling_dbtp', from: inDecibels(change.from), to: inDecibels(change.to) }
    case 'settings':
      return { stem, field, from: settingsOf(change.from), to: settingsOf(change.to) }
    case 'pan':
    case 'mute':
    case 'solo':
      return { stem, field, from: change.from, to: change.to }
  }
}
