import { useState } from 'preact/hooks'
import type { UserDetail } from '#adapters/client/soundhub.ts'
import { api, asked } from '../api.ts'
import type { Views } from '../../contract.ts'
import { mediaAt, usePage } from '../context.ts'
import { useAction } from '../parts/action.tsx'
import { Face, Songs, WordLinks } from '../parts/cards.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Suspension } from '../parts/suspension.tsx'
import { logInPath } from '../share/addresses.ts'

/** Following somebody, and how many do. */
const Follow = ({ user }: { readonly user: UserDetail }) => {
  const { viewer, words, path } = usePage()
  const { home, people } = words
  const [follows, setFollows] = useState(
    viewer !== null && (user.followers.includes(viewer.id) || viewer.following.includes(user.id)),
  )
  const [followers, setFollowers] = useState(user.num_followers)
  const { refused, isBusy, act } = useAction()
  const toggle = () =>
    act(
      () => asked(follows ? api.users.deleteUserByIdFollow(user.id) : api.users.putUserByIdFollow(user.id)),
      () => {
        setFollows(!follows)
        setFollowers(followers + (follows ? -1 : 1))
      },
    )
  return (
    <>
      <p class="faint" role="status">
        {home.followers(followers)}
      </p>
      {viewer?.id !== user.id && (
        <p class="actions">
          {viewer === null ? (
            <a class="button" href={logInPath(path)}>
              {people.toFollow}
            </a>
          ) : (
            <button type="button" class={follows ? 'quiet' : undefined} disabled={isBusy} onClick={() => void toggle()}>
              {follows ? people.unfollow : people.follow}
            </button>
          )}
          <a class="button quiet" href={`/messages?to=${user.id}`}>
            {people.write}
          </a>
        </p>
      )}
      {refused !== null && <Refusal refused={refused} />}
    </>
  )
}

/** A musician's profile. */
export const UserView = ({ user }: Views['user']) => {
  const page = usePage()
  const { viewer } = page
  const { home, people } = page.words
  const isOwn = viewer?.id === user.id
  return (
    <>
      {user.profile_bg !== null && <img class="backdrop" src={mediaAt(page, user.profile_bg)} alt="" />}
      <div class="person">
        <Face who={user} />
        <div>
          <h1>{user.nickname}</h1>
          <p class="faint">
            {people.likes(user.total_liked)} · {people.following(user.num_followings)} ·{' '}
            {people.since(new Date(user.created_at).getUTCFullYear())}
          </p>
          <Follow user={user} />
          {isOwn && (
            <p>
              <a class="button quiet" href="/settings">
                {people.edit}
              </a>
            </p>
          )}
          <WordLinks kind="instrument" words={user.instruments} />
          <WordLinks kind="genre" words={user.genres} />
          <Suspension user={user} />
        </div>
      </div>
      <section>
        <h2>{people.songs}</h2>
        <Songs posts={user.post_set} empty={home.noSongs} />
      </section>
      <section>
        <h2>{people.likedSongs}</h2>
        <Songs posts={user.liked_posts} empty={people.noLikedSongs} />
      </section>
    </>
  )
}
