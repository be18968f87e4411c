import { mediaTypeOf } from '#application/track/media-type.ts'
import type { PageState } from '../contract.ts'
import { type About, aboutOf } from './share/about.ts'
import { absolute, EMBED_SIZE } from './share/addresses.ts'
import { inert } from './share/inert.ts'
import { wordsIn } from './words/index.ts'

const LANGUAGES = { en: 'en_US', ko: 'ko_KR' } as const

/** The language that the address itself names. */
const languageIn = (path: string): string => {
  const named = /[?&]lang=(en|ko)(?:&|$)/.exec(path)?.[1]
  return named === undefined ? '' : `?lang=${named}`
}

/** The one address of what is shown, in each language. */
const Addresses = ({ state, path }: { readonly state: PageState; readonly path: string }) => (
  <>
    <link rel="canonical" href={absolute(state, `${path}${languageIn(state.path)}`)} />
    {Object.keys(LANGUAGES).map((language) => (
      <link rel="alternate" hreflang={language} href={absolute(state, `${path}?lang=${language}`)} key={language} />
    ))}
    <link rel="alternate" hreflang="x-default" href={absolute(state, path)} />
  </>
)

/** Sound and player of a preview (https://ogp.me, and cards of X). */
const Sound = ({ state, about }: { readonly state: PageState; readonly about: About }) => {
  const { sound, image, embeds } = about
  if (sound === null || embeds === null) return null
  return (
    <>
      <meta property="og:audio" content={sound.url} />
      {sound.url.startsWith('https:') && <meta property="og:audio:secure_url" content={sound.url} />}
      <meta property="og:audio:type" content={mediaTypeOf(sound.path)} />
      {image !== null && (
        <>
          <meta name="twitter:player" content={absolute(state, `/embed/post/${embeds}`)} />
          <meta name="twitter:player:width" content={String(EMBED_SIZE.width)} />
          <meta name="twitter:player:height" content={String(EMBED_SIZE.height)} />
        </>
      )}
    </>
  )
}

/** What previews of links show. */
const Preview = ({
  state,
  about,
}: {
  readonly state: PageState
  readonly about: About & { readonly path: string }
}) => {
  const { title, description, path, type, image, sound } = about
  const { shell } = wordsIn(state.language)
  return (
    <>
      <meta property="og:site_name" content={shell.name} />
      <meta property="og:type" content={type} />
      <meta property="og:title" content={title ?? shell.name} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={absolute(state, path)} />
      <meta property="og:locale" content={LANGUAGES[state.language]} />
      {image !== null && <meta property="og:image" content={image} />}
      {/* A card with a player has to have a picture. */}
      <meta name="twitter:card" content={sound !== null && image !== null ? 'player' : 'summary'} />
      <Sound state={state} about={about} />
    </>
  )
}

const oembedPath = (state: PageState, post: number): string =>
  `/oembed?format=json&url=${encodeURIComponent(absolute(state, `/post/${post}`))}`

/** Where programs find more. */
const Discovery = ({ state, about }: { readonly state: PageState; readonly about: About }) => {
  const { feed, embeds, title } = about
  return (
    <>
      {feed !== null && (
        <link
          rel="alternate"
          type="application/rss+xml"
          title={feed.title}
          href={absolute(state, `${feed.path}${state.language === 'en' ? '' : `?lang=${state.language}`}`)}
        />
      )}
      {embeds !== null && (
        <link
          rel="alternate"
          type="application/json+oembed"
          title={title ?? ''}
          href={absolute(state, oembedPath(state, embeds))}
        />
      )}
    </>
  )
}

/** What search engines and previews of links read. */
export const Meta = ({ state }: { readonly state: PageState }) => {
  const words = wordsIn(state.language)
  const about = aboutOf(state, words)
  const { title, description, path, data } = about
  return (
    <>
      <title>{title === null ? words.shell.name : `${title} · ${words.shell.name}`}</title>
      <meta name="description" content={description} />
      {(path === null || state.view.name === 'embed') && <meta name="robots" content="noindex" />}
      {path !== null && (
        <>
          <Addresses state={state} path={path} />
          <Preview state={state} about={{ ...about, path }} />
          <Discovery state={state} about={about} />
        </>
      )}
      {data !== null && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: inert(data) }} />}
    </>
  )
}
