import type { Post, UserDetail } from '#adapters/client/soundhub.ts'
import type { Words } from '../words/index.ts'
import { creditsOf } from './credits.ts'

const named = (words: readonly string[], labels: Readonly<Record<string, string>>): readonly string[] =>
  words.map((word) => labels[word] ?? word)

/** A genre or an instrument as a person calls it. */
export const wordLabel = ({ room }: Words, kind: 'genre' | 'instrument', word: string): string =>
  named([word], kind === 'genre' ? room.genres : room.instruments)[0]!

/** A post in two sentences: its style, who plays what on it, and what is asked for. */
export const describePost = (post: Post, { room, share }: Words): string => {
  const style = [...named(post.genres, room.genres), ...(post.bpm === null ? [] : [room.bpm(post.bpm)])]
  const credits = creditsOf(post).map(({ nickname, instruments }) =>
    share.plays(nickname, named(instruments, room.instruments)),
  )
  return `${style.join(', ')}. ${share.playedBy(credits)} ${share.open(post.num_comments)}`
}

/** A musician in a sentence. */
export const describeUser = (user: UserDetail, { room, share }: Words): string =>
  `${share.musician(user.nickname, named(user.instruments, room.instruments))} ${share.songs(user.post_set.length)}`
