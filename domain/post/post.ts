import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import { type InvalidFields, optional, type Parsed, parseForm } from '../shared/fields.ts'
import type { PostId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import { parseLine } from '../shared/text.ts'
import type { MediaPath, Track } from '../track/track.ts'
import { type Genre, type Instrument, parseGenres, parseInstruments, type Words } from '../track/vocabulary.ts'

/** One line of 1 … 100 characters. */
export type Title = Brand<string, 'Title'>

/** Beats per minute, a whole number from 1 to 999. */
export type Bpm = Brand<number, 'Bpm'>

/** What its author says of a post. */
export type Description = {
  readonly title: Title
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly bpm: Bpm | null
}

/** A track that invites others to answer, and the song's master once there is one. */
export type Post = Description & {
  readonly id: PostId
  readonly authorId: UserId
  readonly track: Track
  readonly master: MediaPath | null
  readonly image: MediaPath | null
  readonly createdAt: Instant
}

/** The post belongs to somebody else. */
export type NotThePostAuthor = { readonly type: 'NotThePostAuthor'; readonly postId: PostId }

/** In code points; tempos in beats per minute. */
export const MAX_TITLE_LENGTH = 100
export const MIN_BPM = 1
export const MAX_BPM = 999

/** The title as it is shown. */
export const parseTitle = (raw: unknown): Parsed<Title> => parseLine(raw, MAX_TITLE_LENGTH).map((line) => line as Title)

/** Parses a number or its digits; nothing, `null` or an empty text is no tempo. */
export const parseBpm = (raw: unknown): Parsed<Bpm | null> => {
  if (raw === undefined || raw === null || raw === '') return ok(null)
  const number = typeof raw === 'string' && /^-?\d{1,15}$/.test(raw.trim()) ? Number(raw) : raw
  if (typeof number !== 'number' || !Number.isInteger(number))
    return err({ code: 'MALFORMED', expected: 'a whole number' })
  return number >= MIN_BPM && number <= MAX_BPM
    ? ok(number as Bpm)
    : err({ code: 'OUT_OF_RANGE', minimum: MIN_BPM, maximum: MAX_BPM })
}

/** What its author says of a post, before it is checked. */
export type DescriptionForm = {
  readonly title: string
  readonly instruments: Words
  readonly genres: Words
  /** A whole number or its digits; nothing, `null` or an empty text is no tempo. */
  readonly bpm?: number | string | null
}

/** The description of a new post, or what is wrong with each field. */
export const parseDescription = (form: DescriptionForm): Result<Description, InvalidFields> =>
  parseForm({
    title: parseTitle(form.title),
    instruments: parseInstruments(form.instruments),
    genres: parseGenres(form.genres),
    bpm: parseBpm(form.bpm),
  })

/** The post with the given changes. */
export const changeDescription = (post: Post, changes: Partial<DescriptionForm>): Result<Post, InvalidFields> =>
  parseForm({
    title: optional(changes.title, parseTitle),
    instruments: optional(changes.instruments, parseInstruments),
    genres: optional(changes.genres, parseGenres),
    bpm: optional(changes.bpm, parseBpm),
  }).map(({ title, instruments, genres, bpm }) => ({
    ...post,
    title: title ?? post.title,
    instruments: instruments ?? post.instruments,
    genres: genres ?? post.genres,
    bpm: bpm === undefined ? post.bpm : bpm,
  }))

/** Rule: only its author changes, mixes or deletes a post. */
export const onlyThePostAuthor = (post: Post, person: UserId): Result<Post, NotThePostAuthor> =>
  post.authorId === person ? ok(post) : err({ type: 'NotThePostAuthor', postId: post.id })
