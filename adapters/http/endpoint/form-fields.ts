import { z } from '@hono/zod-openapi'
import { MAX_KEYWORD_LENGTH } from '#application/search/ports.ts'
import { MAX_TOKEN_LENGTH } from '#application/account/log-in-with-provider.ts'
import { MAX_EMAIL_ADDRESS_LENGTH } from '#domain/account/email-address.ts'
import { MAX_NICKNAME_LENGTH } from '#domain/account/nickname.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#domain/account/password.ts'
import { SECRET_PATTERN } from '#domain/account/secret.ts'
import { MAX_BPM, MAX_TITLE_LENGTH, MIN_BPM } from '#domain/post/post.ts'
import { MAX_ID } from '#domain/shared/id.ts'
import { LINE_PATTERN, LINES_PATTERN } from '#domain/shared/text.ts'
import { MAX_CONTENT_LENGTH } from '#domain/message/message.ts'
import { MAX_REASON_LENGTH } from '#domain/mix/mix-proposal.ts'
import { MAX_STEMS } from '#domain/mix/mix-policy.ts'
import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'

/** A pattern for one word or several, joined with commas. */
const joined = (word: string): string => `^${word}(?:, ?${word})*$`

const orEmpty = (pattern: string): string => `^$|${pattern}`

const words = (allowed: readonly string[], fewest: 0 | 1 = 1) => {
  const pattern = joined(`(?:${allowed.join('|')})`)
  return z.unknown().openapi({
    description: `Case does not matter${fewest === 0 ? '. Empty: none' : ''}`,
    anyOf: [
      {
        type: 'string',
        pattern: fewest === 0 ? orEmpty(pattern) : pattern,
        example: allowed.slice(0, 2).join(', '),
      },
      { type: 'array', items: { type: 'string', enum: [...allowed] }, minItems: fewest },
    ],
  })
}

const line = (maxLength: number, example: string) =>
  z.unknown().openapi({ type: 'string', minLength: 1, maxLength, pattern: LINE_PATTERN, example })

/** The schemas of all fields for the API document. Limits and patterns come from the core. */
export const FORM = {
  email: z.unknown().openapi({
    type: 'string',
    format: 'email',
    maxLength: MAX_EMAIL_ADDRESS_LENGTH,
    example: 'ann@example.org',
  }),
  nickname: line(MAX_NICKNAME_LENGTH, 'ann'),
  newPassword: z.unknown().openapi({
    type: 'string',
    format: 'password',
    description: 'Not one of the 10,000 most common passwords, not the e-mail address and not the nickname',
    minLength: MIN_PASSWORD_LENGTH,
    maxLength: MAX_PASSWORD_LENGTH,
  }),
  password: z.unknown().openapi({ type: 'string', format: 'password', minLength: 1, maxLength: MAX_PASSWORD_LENGTH }),
  activationKey: z
    .unknown()
    .openapi({ type: 'string', pattern: SECRET_PATTERN, description: 'The key in the mailed link' }),
  providerToken: z.unknown().openapi({ type: 'string', minLength: 1, maxLength: MAX_TOKEN_LENGTH }),
  instrument: words(INSTRUMENTS),
  genre: words(GENRES),
  genreOfUser: words(GENRES, 0),
  title: line(MAX_TITLE_LENGTH, 'Three chords'),
  bpm: z.unknown().openapi({
    type: ['integer', 'null'],
    minimum: MIN_BPM,
    maximum: MAX_BPM,
    description: 'Beats a minute; null or an empty text for none',
  }),
  toUser: z.unknown().openapi({
    type: 'integer',
    minimum: 1,
    maximum: MAX_ID,
    description: 'The id of the recipient, who is somebody else',
  }),
  content: z.unknown().openapi({
    type: 'string',
    minLength: 1,
    maxLength: MAX_CONTENT_LENGTH,
    pattern: LINES_PATTERN,
    description: 'May have several lines',
    example: 'Shall I play the bass?',
  }),
  keyword: line(MAX_KEYWORD_LENGTH, 'blue'),
  trackUpload: z.unknown().openapi({
    type: 'string',
    description: 'An upload that is whole, by its id or its address, in the place of the file',
  }),
  image: z.unknown().openapi({ type: 'string', maxLength: 0, description: 'Empty: removes the picture' }),
  revision: z.unknown().openapi({
    type: 'integer',
    minimum: 1,
    maximum: MAX_ID,
    description: 'The number of a rendered revision, from the list of them',
  }),
  reason: z.unknown().openapi({
    type: ['string', 'null'],
    maxLength: MAX_REASON_LENGTH,
    pattern: orEmpty(LINES_PATTERN),
    description: 'May have several lines; null or an empty text for none',
    example: 'The bass is too loud for me, but I like the drums.',
  }),
  mixTracks: z.unknown().openapi({
    description: `Ids of comments of this post, each once, at most ${MAX_STEMS}; none makes the author’s track the master. Left out beside a recipe, required without one`,
    anyOf: [
      { type: 'string', pattern: orEmpty(joined('[1-9][0-9]{0,9}')), example: '1, 2' },
      {
        type: 'array',
        items: {
          anyOf: [
            { type: 'integer', minimum: 1, maximum: MAX_ID },
            { type: 'string', pattern: '^[1-9][0-9]{0,9}$' },
          ],
        },
        maxItems: MAX_STEMS,
      },
    ],
  }),
}
