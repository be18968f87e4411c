import { z } from '@hono/zod-openapi'
import type { MixForm } from '#domain/mix/mix-form.ts'
import { MAX_STEMS } from '#domain/mix/mix-policy.ts'
import {
  MAX_CEILING_DBTP,
  MAX_GAIN_DB,
  MAX_LOUDNESS_LUFS,
  MAX_OFFSET_MS,
  MAX_PAN,
  MIN_CEILING_DBTP,
  MIN_GAIN_DB,
  MIN_LOUDNESS_LUFS,
} from '#domain/mix/recipe.ts'
import { MAX_ID } from '#domain/shared/id.ts'
import type { Sent } from './declaration.ts'
import { coreNames, unchecked } from './wire-names.ts'

const SETTINGS = {
  gain_db: {
    type: 'number',
    minimum: MIN_GAIN_DB,
    maximum: MAX_GAIN_DB,
    default: 0,
    description: 'Rounded to hundredths',
  },
  pan: { type: 'integer', minimum: -MAX_PAN, maximum: MAX_PAN, default: 0, description: 'From left to right' },
  offset_ms: {
    type: 'number',
    minimum: -MAX_OFFSET_MS,
    maximum: MAX_OFFSET_MS,
    default: 0,
    description: 'How much later the track starts; rounded to samples, 48 a millisecond',
  },
  mute: { type: 'boolean', default: false, description: 'A muted track is as good as absent, even if it is soloed' },
  solo: {
    type: 'boolean',
    default: false,
    description: 'While a track that is not muted is soloed, only soloed ones are heard',
  },
} as const

const AS_TEXT = 'A form sends it as JSON text'

/** The fields of a recipe, which any body may carry; a member that is not named here is refused. */
export const RECIPE_FORM = {
  author: z
    .unknown()
    .openapi({ type: 'object', properties: SETTINGS, additionalProperties: false, description: AS_TEXT })
    .optional(),
  stems: z
    .unknown()
    .openapi({
      type: 'array',
      items: {
        type: 'object',
        properties: { comment: { type: 'integer', minimum: 1, maximum: MAX_ID }, ...SETTINGS },
        required: ['comment'],
        additionalProperties: false,
      },
      maxItems: MAX_STEMS,
      description: `Comments of this post, each once; required if \`author\` or \`master\` is sent. ${AS_TEXT}`,
      example: [{ comment: 12, gain_db: -3, pan: -20, offset_ms: -42.5, mute: false, solo: false }],
    })
    .optional(),
  master: z
    .unknown()
    .openapi({
      type: 'object',
      properties: {
        loudness_lufs: {
          type: ['number', 'null'],
          minimum: MIN_LOUDNESS_LUFS,
          maximum: MAX_LOUDNESS_LUFS,
          default: -14,
          description: 'The loudness of the master, rounded to hundredths; null leaves it as it is',
        },
        ceiling_dbtp: {
          type: 'number',
          minimum: MIN_CEILING_DBTP,
          maximum: MAX_CEILING_DBTP,
          default: -1,
          description: 'What no peak of the master exceeds, rounded to hundredths',
        },
      },
      additionalProperties: false,
      description: AS_TEXT,
    })
    .optional(),
}

/** The names of these fields, which hold objects. */
export const RECIPE_FIELDS = ['author', 'stems', 'master'] as const

/** What JSON text stands for, or the text itself, which the core refuses. */
const outOfText = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

/** In a form, a list may also be a field that is sent once or several times, with one item each. */
const itemsOf = (value: unknown): unknown => {
  const given = outOfText(value)
  const isOne = typeof value === 'string' && typeof given === 'object' && given !== null && !Array.isArray(given)
  const items: unknown = isOne ? [given] : given
  return Array.isArray(items) ? items.map((item) => coreNames(outOfText(item))) : items
}

/** The form of a mix under the core's names: a recipe if any part of one was sent, else the comments alone. */
export const mixFormOf = (sent: Sent<typeof RECIPE_FORM> & { readonly mix_tracks?: unknown }): MixForm => {
  const { author, stems, master, mix_tracks: comments } = sent
  const isRecipe = RECIPE_FIELDS.some((name) => sent[name] !== undefined)
  return isRecipe
    ? unchecked<{ recipe: never; stems: never }>({
        recipe: {
          author: coreNames(outOfText(author)),
          stems: itemsOf(stems),
          master: coreNames(outOfText(master)),
        },
        stems: comments,
      })
    : unchecked<{ stems: string }>({ stems: comments })
}
