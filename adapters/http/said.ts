import { z } from '@hono/zod-openapi'
import type { Language } from '#application/shared/world.ts'
import { json, NOT_KEPT, type Reply } from './respond.ts'

/** An answer that is a sentence for a person. */
export const saidSchema = z.object({ detail: z.string() })

/** A sentence in the language of the request. */
export const said = (status: 200 | 202, words: Readonly<Record<Language, string>>, language: Language): Reply =>
  json(
    status,
    { detail: words[language] },
    { ...NOT_KEPT, 'Content-Language': language, Vary: 'Accept, Accept-Language' },
  )
