import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'
import { Face, Songs, WordLinks } from '../parts/cards.tsx'

/** A musician's profile. */
export const UserView = ({ user }: Views['user']) => {
  const { home } = usePage().words
  return (
    <>
      <h1>
        <Face who={user} /> {user.nickname}
      </h1>
      <p class="faint">{home.followers(user.num_followers)}</p>
      <WordLinks kind="instrument" words={user.instruments} />
      <section>
        <h2>{home.byTitle}</h2>
        <Songs posts={user.post_set} empty={home.noSongs} />
      </section>
    </>
  )
}
