import { z } from '@hono/zod-openapi'
import type { Language } from '#application/shared/system.ts'
import { json, NO_STORE, type Reply } from './reply.ts'

/** A response that is one sentence. */
export const detailSchema = z.object({ detail: z.string() })

/** A sentence in the language of the request. */
export const detailReply = (status: 200 | 202, words: Readonly<Record<Language, string>>, language: Language): Reply =>
  json(
    status,
    { detail: words[language] },
    { ...NO_STORE, 'Content-Language': language, Vary: 'Accept, Accept-Language' },
  )
