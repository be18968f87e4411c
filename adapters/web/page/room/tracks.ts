import type { Author, Comment, Post, Track } from '#adapters/client/soundhub.ts'

/** A track of the room: the post's own, or an answer to it. */
export type RoomTrack = {
  /** 0 is the author's track, any other number a comment. */
  readonly key: number
  readonly author: Author
  readonly instruments: readonly string[]
  readonly track: Track
}

/** All comments of a post, each once, the oldest first. */
export const commentsOf = (post: Post): readonly Comment[] => {
  const lists = [...Object.values(post.comment_tracks), ...Object.values(post.mixed_tracks)]
  const byId = new Map(lists.flatMap((list) => list ?? []).map((one) => [one.id, one]))
  return [...byId.values()].toSorted((one, other) => one.id - other.id)
}

/** The author's track first, then the answers. */
export const tracksOf = (post: Post): readonly RoomTrack[] => [
  { key: 0, author: post.author, instruments: post.instruments, track: post.track },
  ...commentsOf(post).map(({ id, author, instruments, track }) => ({ key: id, author, instruments, track })),
]
