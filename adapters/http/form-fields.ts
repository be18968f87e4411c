import { z } from '@hono/zod-openapi'
import { LONGEST_NICKNAME } from '#domain/account/nickname.ts'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '#domain/account/password.ts'
import { FASTEST_BPM, LONGEST_TITLE, SLOWEST_BPM } from '#domain/post/post.ts'
import { MOST_STEMS } from '#domain/mix/mix-policy.ts'
import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'

const words = (allowed: readonly string[]) =>
  z.unknown().openapi({
    oneOf: [
      { type: 'string', description: 'Joined with commas', example: allowed.slice(0, 2).join(', ') },
      { type: 'array', items: { type: 'string', enum: [...allowed] } },
    ],
  })

/** The fields of Soundhub's forms, as the document describes them. */
export const FORM = {
  email: z.unknown().openapi({ type: 'string', format: 'email' }),
  nickname: z.unknown().openapi({ type: 'string', minLength: 1, maxLength: LONGEST_NICKNAME }),
  newPassword: z
    .unknown()
    .openapi({ type: 'string', format: 'password', minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD }),
  password: z.unknown().openapi({ type: 'string', format: 'password', maxLength: LONGEST_PASSWORD }),
  activationKey: z.unknown().openapi({ type: 'string', pattern: '^[0-9a-f]{40}$' }),
  providerToken: z.unknown().openapi({ type: 'string' }),
  instrument: words(INSTRUMENTS),
  genre: words(GENRES),
  title: z.unknown().openapi({ type: 'string', minLength: 1, maxLength: LONGEST_TITLE }),
  bpm: z.unknown().openapi({ type: 'integer', minimum: SLOWEST_BPM, maximum: FASTEST_BPM }),
  mixTracks: z.unknown().openapi({
    oneOf: [
      { type: 'string', description: 'Ids of comments, joined with commas', example: '1, 2' },
      { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: MOST_STEMS },
    ],
  }),
}
