import type { Post, UserDetail } from '#adapters/client/soundhub.ts'
import { mediaTypeOf } from '#application/track/media-type.ts'
import { parseGenre } from '#domain/track/vocabulary.ts'
import { absolute, feedPath, mediaAddress } from '../../page/share/addresses.ts'
import { changedAt, soundOf } from '../../page/share/credits.ts'
import { describePost, wordLabel } from '../../page/share/describe.ts'
import { type Words, wordsIn } from '../../page/words/index.ts'
import { notFound } from '../sent.ts'
import { dated } from './dated.ts'
import { readPage } from './read-rows.ts'
import type { Asked, Handler, Site } from './site.ts'
import { element, type Xml, xmlDocument } from './xml.ts'

/** Songs in a feed. */
const IN_A_FEED = 50

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
}

/** As RFC 822 writes it, and so RSS. */
const rfc822 = (iso: string): string => new Date(iso).toUTCString()

type Sizes = (path: string) => Promise<number | null>

/** What a post sounds like, for players of podcasts; they want to know how long the file is. */
const enclosureOf = async (post: Post, site: Site, sizeOf: Sizes): Promise<Xml | null> => {
  const sound = soundOf(post)
  const length = sound === null ? null : await sizeOf(sound)
  if (sound === null || length === null) return null
  return element('enclosure', { url: mediaAddress(site, sound), length, type: mediaTypeOf(sound) })
}

const itemOf = async (post: Post, words: Words, site: Site, sizeOf: Sizes): Promise<Xml> => {
  const address = absolute(site, `/post/${post.id}`)
  return element(
    'item',
    {},
    element('title', {}, post.title),
    element('link', {}, address),
    element('guid', { isPermaLink: 'true' }, address),
    element('pubDate', {}, rfc822(post.created_date)),
    element('dc:creator', {}, post.author.nickname),
    element('description', {}, describePost(post, words)),
    ...post.genres.map((genre) => element('category', {}, wordLabel(words, 'genre', genre))),
    await enclosureOf(post, site, sizeOf),
  )
}

/** What a feed is of. */
type Subject = {
  readonly title: (words: Words) => string
  /** The page about the same. */
  readonly page: string
  readonly feed: string
  readonly posts: readonly Post[]
}

const feedOf = async ({ title, page, feed, posts }: Subject, { language }: Asked, site: Site, sizeOf: Sizes) => {
  const words = wordsIn(language)
  const items = await Promise.all(posts.map((post) => itemOf(post, words, site, sizeOf)))
  const changed = posts.map(changedAt).toSorted().at(-1)
  const named = language === 'en' ? '' : `?lang=${language}`
  const channel = element(
    'channel',
    {},
    element('title', {}, title(words)),
    element('link', {}, absolute(site, `${page}${named}`)),
    element('atom:link', { href: absolute(site, `${feed}${named}`), rel: 'self', type: 'application/rss+xml' }),
    element('description', {}, words.shell.tagline),
    element('language', {}, language),
    changed === undefined ? null : element('lastBuildDate', {}, rfc822(changed)),
    ...items,
  )
  return xmlDocument(element('rss', { version: '2.0', ...NAMESPACES }, channel))
}

const newest = async ({ ask }: Asked): Promise<Subject | null> => {
  const read = await readPage<Post>(ask, '/post', { size: IN_A_FEED })
  return read === null ? null : { title: ({ share }) => share.newSongs, page: '/', feed: feedPath(), posts: read.rows }
}

const ofGenre = async ({ ask, found }: Asked): Promise<Subject | null> => {
  const genre = parseGenre(found['genre']!).unwrapOr(null)
  const read = genre === null ? null : await readPage<Post>(ask, `/post?genre=${genre}`, { size: IN_A_FEED })
  if (genre === null || read === null) return null
  return {
    title: (words) => words.share.newSongsOf(wordLabel(words, 'genre', genre)),
    page: `/home/genre/${genre}`,
    feed: feedPath({ genre }),
    posts: read.rows,
  }
}

/** Nobody follows whoever is suspended. */
const ofUser = async ({ ask, found }: Asked): Promise<Subject | null> => {
  const answer = await ask(`/user/${found['id']}`)
  const user = answer.status === 200 ? ((await answer.json()) as UserDetail) : null
  if (user?.is_active !== true) return null
  return {
    title: ({ share }) => share.newSongsBy(user.nickname),
    page: `/user/${user.id}`,
    feed: feedPath({ user: user.id }),
    posts: user.post_set.slice(0, IN_A_FEED),
  }
}

/** Feeds of new songs (RSS 2.0, https://www.rssboard.org/rss-specification): all, of a musician, of a genre. */
export const feeds = (sizeOf: (site: Site) => Sizes): readonly Handler[] => {
  const send = dated()
  const handler =
    (subjectOf: (asked: Asked) => Promise<Subject | null>): Handler[1] =>
    async (asked, site) => {
      const subject = await subjectOf(asked)
      if (subject === null) return notFound(asked.request)
      const text = await feedOf(subject, asked, site, sizeOf(site))
      return send(asked.request, `${subject.feed} ${asked.language}`, {
        type: 'application/rss+xml; charset=utf-8',
        text,
      })
    }
  return [
    [/^\/feeds\.rss$/, handler(newest)],
    [/^\/feeds\/genre\/(?<genre>[\w%-]+)\.rss$/, handler(ofGenre)],
    [/^\/feeds\/user\/(?<id>\d{1,15})\.rss$/, handler(ofUser)],
  ]
}
