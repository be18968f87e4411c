import type { Post, UserDetail } from '#adapters/client/soundhub.ts'
import type { Words } from '../words/index.ts'
import { creditsOf } from './credits.ts'

type Kind = 'genre' | 'instrument'

/** Genres or instruments as a person calls them. */
export const wordLabels = ({ room }: Words, kind: Kind, words: readonly string[]): readonly string[] => {
  const labels: Readonly<Record<string, string>> = kind === 'genre' ? room.genres : room.instruments
  return words.map((word) => labels[word] ?? word)
}

/** A genre or an instrument as a person calls it. */
export const wordLabel = (words: Words, kind: Kind, word: string): string => wordLabels(words, kind, [word])[0]!

/** A post in two sentences: its style, who plays what on it, and what is asked for. */
export const describePost = (post: Post, words: Words): string => {
  const { room, share } = words
  const style = [...wordLabels(words, 'genre', post.genres), ...(post.bpm === null ? [] : [room.bpm(post.bpm)])]
  const credits = creditsOf(post).map(({ nickname, instruments }) =>
    share.plays(nickname, wordLabels(words, 'instrument', instruments)),
  )
  return `${style.join(', ')}. ${share.playedBy(credits)} ${share.open(post.num_comments)}`
}

/** A musician in a sentence. */
export const describeUser = (user: UserDetail, words: Words): string => {
  const plays = words.share.musician(user.nickname, wordLabels(words, 'instrument', user.instruments))
  return `${plays} ${words.share.songs(user.post_set.length)}`
}
