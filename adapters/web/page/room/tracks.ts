import type { Author, Post, Track } from '#adapters/client/soundhub.ts'
import { commentsIn } from '../share/credits.ts'

/** A track of the room: the post's own, or an answer to it. */
export type RoomTrack = {
  /** 0 is the author's track, any other number a comment. */
  readonly key: number
  readonly author: Author
  readonly instruments: readonly string[]
  readonly track: Track
}

/** The author's track first, then the answers. */
export const tracksOf = (post: Post): readonly RoomTrack[] => [
  { key: 0, author: post.author, instruments: post.instruments, track: post.track },
  ...commentsIn(post.comment_tracks, post.mixed_tracks).map(({ id, author, instruments, track }) => ({
    key: id,
    author,
    instruments,
    track,
  })),
]
