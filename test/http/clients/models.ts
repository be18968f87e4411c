import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { dictionary, list, some, nullable, object, text, truth, whole, written, type Decoder } from './decoder.ts'

const time = written('a time in UTC', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/)
const url = written('an address', /^https?:\/\/\S+$/)

/** The iOS app calls its cached copies by the first two segments. */
const trackPath = written('user_<id>/Post_<id>/…', /^user_[1-9]\d*\/Post_[1-9]\d*\/[^/\s]+$/)
const picturePath = written('a path', /^[^/\s]+(?:\/[^/\s]+)+$/)

const oneOf = (words: readonly string[]): Decoder<string> =>
  written(words.join(', '), new RegExp(`^(?:${words.join('|')})$`))
const joined = (words: readonly string[]): Decoder<string> =>
  written(`${words.join(', ')}, joined`, new RegExp(`^(?:(?:${words.join('|')})(?:, (?!$)|$))*$`))

const instruments = { instrument: joined(INSTRUMENTS), instruments: list(oneOf(INSTRUMENTS)) }
const genres = { genre: joined(GENRES), genres: list(oneOf(GENRES)) }

const author = object({ id: whole, nickname: text, profile_img: nullable(picturePath) })

const userFields = {
  id: whole,
  email: nullable(text),
  nickname: text,
  profile_img: nullable(picturePath),
  profile_bg: nullable(picturePath),
  ...instruments,
  ...genres,
  user_type: oneOf(['S', 'G', 'F']),
  total_liked: whole,
  num_followings: whole,
  num_followers: whole,
  following: list(whole),
  followers: list(whole),
  is_active: truth,
  last_login: nullable(time),
  created_at: time,
}
export const user = object(userFields)

export const comment = object({
  id: whole,
  author,
  post: text,
  is_mixed: truth,
  comment_track: trackPath,
  ...instruments,
  created_date: time,
})

/** A key is there only where it has a comment. */
const someComments = some(comment)

const mix = object({
  revision: whole,
  status: oneOf(['queued', 'ingesting', 'mixing', 'encoding', 'done', 'failed']),
  progress: whole,
})

export const post = object({
  id: whole,
  title: text,
  author,
  post_img: nullable(picturePath),
  ...instruments,
  ...genres,
  bpm: nullable(whole),
  liked: list(whole),
  num_liked: whole,
  num_comments: whole,
  created_date: time,
  author_track: trackPath,
  master_track: nullable(trackPath),
  mixed_tracks: dictionary(INSTRUMENTS, someComments),
  comment_tracks: dictionary(INSTRUMENTS, someComments),
  mix: nullable(mix),
})
export type Post = ReturnType<typeof post>

export const userDetail = object({ ...userFields, post_set: list(post), liked_posts: list(post) })

/** `null` where that account is gone. */
export const message = object({
  id: whole,
  from_user: nullable(whole),
  to_user: nullable(whole),
  content: text,
  read_date: nullable(time),
  created_date: time,
})

export const page = <Item>(item: Decoder<Item>) =>
  object({ results: list(item), next: nullable(url), previous: nullable(url) })

const homeFields = { pop_users: list(user), pop_posts: list(post), recent_posts: list(post) }
export const home = object(homeFields)
export const wordHome = object({ ...homeFields, total_users: whole, total_posts: whole })

export const found = object({
  users: list(user),
  posts_by_title: list(post),
  posts_by_author: list(post),
  comment_tracks: list(comment),
})

export const withLastLogin = object({ token: text, user })
export const activated = object({ user, is_active: truth })
export const pictures = object({ profile_img: nullable(picturePath), profile_bg: nullable(picturePath) })
export const said = object({ detail: text })

const faults = list(object({ field: text, code: text, detail: text }))

/** RFC 9457 as the apps read it: `errors` is looked at where it is there. */
export const problem: Decoder<{ readonly code: string; readonly status: number; readonly detail: string }> = (
  value,
  at,
) => {
  const read = object({ type: url, title: text, status: whole, detail: text, code: text })(value, at)
  const errors = (value as { readonly errors?: unknown }).errors
  if (errors !== undefined) faults(errors, `${at}.errors`)
  return read
}
