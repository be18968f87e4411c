import { useState } from 'preact/hooks'
import { MASTER_FORMATS } from '#domain/mix/master-format.ts'
import type { Post } from '#adapters/client/soundhub.ts'
import type { Views } from '../../contract.ts'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { DeleteButton } from '../parts/delete-button.tsx'
import { WordLinks } from '../parts/cards.tsx'
import { MixRoom } from '../room/room.tsx'
import { tracksOf } from '../room/tracks.ts'

const Like = ({ post }: { readonly post: Post }) => {
  const { words, viewer } = usePage()
  const { room, home } = words
  const [liked, setLiked] = useState(post.liked)
  const [count, setCount] = useState(post.num_liked)
  const isLiked = viewer !== null && liked.includes(viewer.id)
  const toggle = async () => {
    const answer = await asked(isLiked ? api.posts.deletePostByIdLike(post.id) : api.posts.putPostByIdLike(post.id))
    if (!answer.ok) return
    setLiked(answer.value.liked)
    setCount(answer.value.num_liked)
  }
  return (
    <p>
      {viewer !== null && (
        <button type="button" class="toggle" aria-pressed={isLiked} onClick={() => void toggle()}>
          {room.like}
        </button>
      )}{' '}
      <span class="faint">{home.likes(count)}</span>
    </p>
  )
}

const Credits = ({ post }: { readonly post: Post }) => {
  const { room } = usePage().words
  const inMix = new Set([0, ...(post.mix?.comments ?? [])])
  return (
    <section aria-labelledby="credits">
      <h2 id="credits">{room.credits}</h2>
      <ul>
        {tracksOf(post)
          .filter(({ key }) => inMix.has(key))
          .map(({ key, author, instruments }) => (
            <li key={key}>
              <a href={`/user/${author.id}`}>{author.nickname}</a>{' '}
              <span class="faint">
                {instruments.map((one) => room.instruments[one as keyof typeof room.instruments] ?? one).join(', ')}
              </span>
            </li>
          ))}
      </ul>
    </section>
  )
}

const Downloads = ({ post }: { readonly post: Post }) => {
  const { room } = usePage().words
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads">{room.downloads}</h2>
      <ul class="words">
        {post.mix?.status === 'done' &&
          MASTER_FORMATS.map((format) => (
            <li key={format}>
              <a
                class="chip"
                href={`/post/${post.id}/master.${format}?download=${encodeURIComponent(post.title)}`}
                aria-label={room.masterAs(format)}
              >
                {format.toUpperCase()}
              </a>
            </li>
          ))}
        <li>
          <a class="chip" href={`/post/${post.id}/stems.zip`}>
            {room.stemsZip}
          </a>
        </li>
      </ul>
    </section>
  )
}

/** A song: the master, the room in which it is mixed, and what came before. */
export const PostView = ({ post }: Views['post']) => {
  const page = usePage()
  const { viewer } = page
  const { room } = page.words
  return (
    <>
      <h1>{post.title}</h1>
      <p>
        <a href={`/user/${post.author.id}`}>{room.by(post.author.nickname)}</a>
        {post.bpm !== null && <span class="faint"> · {room.bpm(post.bpm)}</span>}
      </p>
      <WordLinks kind="genre" words={post.genres} />
      <Like post={post} />
      <MixRoom post={post} />
      <Credits post={post} />
      <Downloads post={post} />
      {viewer !== null && (viewer.id === post.author.id || viewer.is_staff) && (
        <section>
          <DeleteButton
            label={room.removePost}
            question={room.removePostSure}
            ask={() => asked(api.posts.deletePostById(post.id))}
            done={() => location.assign('/')}
          />
        </section>
      )}
    </>
  )
}
