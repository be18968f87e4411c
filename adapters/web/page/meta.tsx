import type { PageState } from '../contract.ts'
import { wordsIn } from './words/index.ts'

/** The title of a page, without the product's name. */
const titleOf = ({ view, language }: PageState): string | null => {
  const words = wordsIn(language)
  switch (view.name) {
    case 'post':
    case 'embed':
      return `${view.post.title} – ${view.post.author.nickname}`
    case 'user':
      return view.user.nickname
    case 'word':
      return view.kind === 'genre'
        ? (words.room.genres[view.word as keyof typeof words.room.genres] ?? view.word)
        : (words.room.instruments[view.word as keyof typeof words.room.instruments] ?? view.word)
    case 'search':
      return view.keyword === '' ? words.shell.search : words.home.resultsFor(view.keyword)
    case 'problem':
      return view.problem.status === 404 ? words.shell.notFound : words.shell.problem
    case 'new-post':
      return words.shell.post
    case 'log-in':
      return words.shell.logIn
    case 'sign-up':
      return words.shell.signUp
    case 'settings':
      return words.shell.settings
    case 'messages':
      return words.shell.messages
    case 'staff':
      return words.shell.staff
    case 'forgotten-password':
      return words.account.forgottenTitle
    case 'home':
      return null
  }
}

/** What search engines and previews of links read. */
export const Meta = ({ state }: { readonly state: PageState }) => {
  const { shell } = wordsIn(state.language)
  const title = titleOf(state)
  return (
    <>
      <title>{title === null ? shell.name : `${title} · ${shell.name}`}</title>
      <meta name="description" content={shell.tagline} />
    </>
  )
}
