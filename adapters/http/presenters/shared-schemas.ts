import { z } from '@hono/zod-openapi'
import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'

export const instant = z.iso.datetime().openapi({ description: 'ISO 8601 in UTC' })
export const path = z.string().openapi({ description: 'Relative to MEDIA_URL (`/media/` by default)' })
export const id = z.int().positive()
export const count = z.int().min(0)

/** Several words joined to one string; the list is sent too. */
export const joined = z.string().openapi({ description: 'Joined with ", "', example: 'Vocal, Guitar' })
export const instruments = z.array(z.enum(INSTRUMENTS))
export const genres = z.array(z.enum(GENRES))

/** For a truncated list of ids. */
export const newest = (most: number): string => `The newest ${most} ids, newest first`

export const joinWords = (words: readonly string[]): string => words.join(', ')
