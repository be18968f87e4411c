import type { PageState, View } from '../../contract.ts'
import type { Words } from '../words/index.ts'
import { feedPath, mediaAddress } from './addresses.ts'
import { soundOf } from './credits.ts'
import { describePost, describeUser, wordLabel } from './describe.ts'
import { musicianData, recordingData } from './structured-data.ts'

/** What search engines and previews of links learn of a page. */
export type About = {
  /** Without the product's name; null for the start page. */
  readonly title: string | null
  readonly description: string
  /** The one path of what is shown; null for what is nobody's to find. */
  readonly path: string | null
  /** Of the Open Graph protocol. */
  readonly type: 'website' | 'music.song' | 'profile'
  readonly image: string | null
  readonly sound: { readonly url: string; readonly path: string } | null
  readonly feed: { readonly path: string; readonly title: string } | null
  /** The post that other sites may embed. */
  readonly embeds: number | null
  /** JSON-LD. */
  readonly data: object | null
}

const page = (title: string | null, { shell }: Words): About => ({
  title,
  description: shell.tagline,
  path: null,
  type: 'website',
  image: null,
  sound: null,
  feed: null,
  embeds: null,
  data: null,
})

type Of<Name extends View['name']> = Extract<View, { readonly name: Name }>

const post = ({ post: shown }: Of<'post'> | Of<'embed'>, state: PageState, words: Words): About => {
  const picture = shown.post_img ?? shown.author.profile_img
  const sound = soundOf(shown)
  return {
    title: `${shown.title} – ${shown.author.nickname}`,
    description: describePost(shown, words),
    path: `/post/${shown.id}`,
    type: 'music.song',
    image: picture === null ? null : mediaAddress(state, picture),
    sound: sound === null ? null : { url: mediaAddress(state, sound), path: sound },
    feed: { path: feedPath({ user: shown.author.id }), title: words.share.newSongsBy(shown.author.nickname) },
    embeds: shown.id,
    data: recordingData(shown, state),
  }
}

/** A suspended musician is shown to who knows the address, but not found. */
const user = ({ user: shown }: Of<'user'>, state: PageState, words: Words): About => ({
  ...page(shown.nickname, words),
  description: describeUser(shown, words),
  type: 'profile',
  image: shown.profile_img === null ? null : mediaAddress(state, shown.profile_img),
  ...(shown.is_active && {
    path: `/user/${shown.id}`,
    feed: { path: feedPath({ user: shown.id }), title: words.share.newSongsBy(shown.nickname) },
    data: musicianData(shown, state),
  }),
})

const word = ({ kind, word: shown }: Of<'word'>, words: Words): About => {
  const label = wordLabel(words, kind, shown)
  return {
    ...page(label, words),
    description: words.share.songsOf(label),
    path: `/home/${kind}/${encodeURIComponent(shown)}`,
    feed: kind === 'genre' ? { path: feedPath({ genre: shown }), title: words.share.newSongsOf(label) } : null,
  }
}

/** What is told of a page. */
export const aboutOf = (state: PageState, words: Words): About => {
  const { view } = state
  const { shell } = words
  switch (view.name) {
    case 'home':
      return { ...page(null, words), path: '/', feed: { path: feedPath(), title: words.share.newSongs } }
    case 'post':
      return post(view, state, words)
    case 'embed':
      return { ...post(view, state, words), data: null }
    case 'user':
      return user(view, state, words)
    case 'word':
      return word(view, words)
    case 'search':
      return page(view.keyword === '' ? shell.search : words.home.resultsFor(view.keyword), words)
    case 'problem':
      return page(view.problem.status === 404 ? shell.notFound : shell.problem, words)
    case 'new-post':
      return page(shell.post, words)
    case 'log-in':
      return page(shell.logIn, words)
    case 'sign-up':
      return page(shell.signUp, words)
    case 'settings':
      return page(shell.settings, words)
    case 'messages':
      return page(shell.messages, words)
    case 'staff':
      return page(shell.staff, words)
    case 'forgotten-password':
      return page(words.account.forgottenTitle, words)
  }
}
