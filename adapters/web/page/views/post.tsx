import { useState } from 'preact/hooks'
import { MASTER_FORMATS } from '#domain/mix/master-format.ts'
import type { Post } from '#adapters/client/soundhub.ts'
import type { Views } from '../../contract.ts'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { useAction } from '../parts/action.tsx'
import { DeleteButton } from '../parts/delete-button.tsx'
import { WordLinks } from '../parts/cards.tsx'
import { mayDelete } from '../parts/may-delete.ts'
import { Refusal } from '../parts/refusal.tsx'
import { MixRoom } from '../room/room.tsx'
import { creditsOf } from '../share/credits.ts'
import { wordLabels } from '../share/describe.ts'

const Like = ({ post }: { readonly post: Post }) => {
  const { words, viewer } = usePage()
  const { room, home } = words
  const [liked, setLiked] = useState(post.liked)
  const [count, setCount] = useState(post.num_liked)
  const isLiked = viewer !== null && liked.includes(viewer.id)
  const { refused, isBusy, act } = useAction()
  const toggle = () =>
    act(
      () => asked(isLiked ? api.posts.deletePostByIdLike(post.id) : api.posts.putPostByIdLike(post.id)),
      ({ liked: by, num_liked: likes }) => {
        setLiked(by)
        setCount(likes)
      },
    )
  return (
    <>
      <p>
        {viewer !== null && (
          <button type="button" class="toggle" aria-pressed={isLiked} disabled={isBusy} onClick={() => void toggle()}>
            {room.like}
          </button>
        )}{' '}
        <span class="faint">{home.likes(count)}</span>
      </p>
      {refused !== null && <Refusal refused={refused} />}
    </>
  )
}

const Credits = ({ post }: { readonly post: Post }) => {
  const { words } = usePage()
  const { room } = words
  return (
    <section aria-labelledby="credits">
      <h2 id="credits">{room.credits}</h2>
      <ul>
        {creditsOf(post).map(({ id, nickname, instruments }) => (
          <li key={id}>
            <a href={`/user/${id}`}>{nickname}</a>{' '}
            <span class="faint">{wordLabels(words, 'instrument', instruments).join(', ')}</span>
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
      {mayDelete(viewer, post.author) && (
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
