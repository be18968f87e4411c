import type { Comment, Post } from '#adapters/client/soundhub.ts'

/** Somebody, and what they play. */
export type Credit = { readonly id: number; readonly nickname: string; readonly instruments: readonly string[] }

/** All comments of lists by instrument, each once, the oldest first. */
export const commentsIn = (...lists: readonly Post['comment_tracks'][]): readonly Comment[] => {
  const all = lists.flatMap((one) => Object.values(one).flatMap((list) => list ?? []))
  const byId = new Map(all.map((one) => [one.id, one]))
  return [...byId.values()].toSorted((one, other) => one.id - other.id)
}

/** Who is heard in a post: its author first, then those whose tracks are mixed in, each once with all that they play. */
export const creditsOf = (post: Post): readonly Credit[] => {
  const credits = new Map<number, { id: number; nickname: string; instruments: Set<string> }>()
  for (const { author, instruments } of [post, ...commentsIn(post.mixed_tracks)]) {
    const credit = credits.get(author.id) ?? { id: author.id, nickname: author.nickname, instruments: new Set() }
    for (const one of instruments) credit.instruments.add(one)
    credits.set(author.id, credit)
  }
  return [...credits.values()].map((credit) => ({ ...credit, instruments: [...credit.instruments] }))
}

/** When something was last added to a post, in ISO 8601. */
export const changedAt = (post: Post): string =>
  [
    post.created_date,
    post.mix?.finished_at ?? post.created_date,
    ...commentsIn(post.comment_tracks).map((comment) => comment.created_date),
  ]
    .toSorted()
    .at(-1)!

/** What a post sounds like: its master, or else the author's track; null where that cannot be decoded. */
export const soundOf = (post: Post): string | null =>
  post.master_track ?? (post.track.status === 'failed' ? null : post.author_track)

/** How long it is, in seconds, if that is known. */
export const secondsOf = (post: Post): number | null => {
  const samples = post.master_track === null ? post.track.length_samples : (post.mix?.length_samples ?? null)
  return samples === null ? null : samples / post.track.sample_rate
}
