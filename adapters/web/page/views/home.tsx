import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import type { Home } from '#adapters/client/soundhub.ts'
import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'
import { DemoButton } from '../parts/demo-button.tsx'
import { Musicians, Songs, WordLinks } from '../parts/cards.tsx'

/** The three lists of a start page. */
export const HomeLists = ({ home: lists }: { readonly home: Home }) => {
  const { home } = usePage().words
  return (
    <>
      <section>
        <h2>{home.popularSongs}</h2>
        <Songs posts={lists.pop_posts} empty={home.noSongs} />
      </section>
      <section>
        <h2>{home.newSongs}</h2>
        <Songs posts={lists.recent_posts} empty={home.nothingYet} />
      </section>
      <section>
        <h2>{home.popularMusicians}</h2>
        <Musicians users={lists.pop_users} empty={home.noMusicians} />
      </section>
    </>
  )
}

/** Links to the start pages of all genres and instruments. */
export const WordIndex = () => {
  const { home } = usePage().words
  return (
    <nav class="index" aria-label={home.genres}>
      <WordLinks kind="genre" words={GENRES} />
      <WordLinks kind="instrument" words={INSTRUMENTS} />
    </nav>
  )
}

/** The start page. */
export const HomeView = ({ home: lists }: Views['home']) => {
  const { words, demo } = usePage()
  return (
    <>
      <h1 class="tagline">{words.shell.tagline}</h1>
      {demo && lists.recent_posts.length === 0 && <DemoButton />}
      <WordIndex />
      <HomeLists home={lists} />
    </>
  )
}
