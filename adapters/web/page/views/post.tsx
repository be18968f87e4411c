import type { Comment, Post } from '#adapters/client/soundhub.ts'
import type { Views } from '../../contract.ts'
import { mediaAt, usePage } from '../context.ts'
import { WordLinks } from '../parts/cards.tsx'

/** All comments of a post, each once, the oldest first. */
export const commentsOf = (post: Post): readonly Comment[] => {
  const byId = new Map(
    Object.values(post.comment_tracks)
      .flatMap((list) => list ?? [])
      .map((one) => [one.id, one]),
  )
  return [...byId.values()].toSorted((one, other) => one.id - other.id)
}

/** A song: what it is made of, and what became of it. */
export const PostView = ({ post }: Views['post']) => {
  const page = usePage()
  const { room } = page.words
  return (
    <>
      <h1>{post.title}</h1>
      <p>
        <a href={`/user/${post.author.id}`}>{room.by(post.author.nickname)}</a>
      </p>
      <WordLinks kind="genre" words={post.genres} />
      {post.master_track === null ? (
        <p class="faint">{room.noMaster}</p>
      ) : (
        <audio controls preload="none" src={mediaAt(page, post.master_track)} aria-label={room.master} />
      )}
    </>
  )
}
