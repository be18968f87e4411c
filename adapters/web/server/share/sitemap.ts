import { LRUCache } from 'lru-cache'
import type { Post, User } from '#adapters/client/soundhub.ts'
import { absolute } from '../../page/share/addresses.ts'
import { changedAt } from '../../page/share/credits.ts'
import type { Ask } from '../asking.ts'
import { notFound, sendText } from '../sent.ts'
import { readRows, type Rows } from './read-rows.ts'
import type { Asked, Handler, Site } from './site.ts'
import { element, type Xml, xmlDocument } from './xml.ts'

const NAMESPACE = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }
const TYPE = 'application/xml; charset=utf-8'

/** Addresses in a sitemap; what the API gives in ten answers. */
const IN_A_SITEMAP = 1_000

/** Sitemaps of a kind: to find where each begins, the whole list is read, which has to end some time. */
const MOST_SITEMAPS = 50

/** How long it is remembered where sitemaps begin. They are positions in a list, so none gets wrong. */
const REMEMBERED_MS = 3_600_000

/** What is listed: the posts, and the musicians who are active; those are all that the API lists to nobody. */
const KINDS = {
  posts: {
    list: '/post',
    entry: (site: Site, row: unknown) => {
      const post = row as Post
      return page(absolute(site, `/post/${post.id}`), changedAt(post))
    },
  },
  // When a profile was changed is not known.
  musicians: {
    list: '/user?ordering=nickname',
    entry: (site: Site, row: unknown) => page(absolute(site, `/user/${(row as User).id}`)),
  },
} as const

type Kind = keyof typeof KINDS

const page = (address: string, changed?: string): Xml =>
  element('url', {}, element('loc', {}, address), changed === undefined ? null : element('lastmod', {}, changed))

/** Where the sitemaps of a kind begin. */
const beginningsOf = async (ask: Ask, kind: Kind): Promise<readonly (string | null)[]> => {
  const beginnings: (string | null)[] = []
  let cursor: string | null = null
  do {
    beginnings.push(cursor)
    const found: Rows<unknown> | null = await readRows(ask, KINDS[kind].list, cursor, IN_A_SITEMAP)
    cursor = found?.next ?? null
  } while (cursor !== null && beginnings.length < MOST_SITEMAPS)
  return beginnings
}

const addressOf = (site: Site, kind: Kind, cursor: string | null): string =>
  absolute(site, `/sitemaps/${kind}.xml${cursor === null ? '' : `?after=${encodeURIComponent(cursor)}`}`)

/** `/sitemap.xml`, the index, and the sitemaps in it (https://www.sitemaps.org/protocol.html). */
export const sitemaps = (): readonly Handler[] => {
  // A promise is kept, so that whoever asks meanwhile waits for the same.
  const beginnings = new LRUCache<Kind, Promise<readonly (string | null)[]>>({ max: 2, ttl: REMEMBERED_MS })

  const remembered = (ask: Ask, kind: Kind): Promise<readonly (string | null)[]> => {
    const known = beginnings.get(kind) ?? beginningsOf(ask, kind)
    beginnings.set(kind, known, { noUpdateTTL: true })
    known.catch(() => beginnings.delete(kind))
    return known
  }

  const index = async ({ request, ask }: Asked, site: Site): Promise<Response> => {
    const lists = await Promise.all(
      (Object.keys(KINDS) as Kind[]).map(async (kind) =>
        (await remembered(ask, kind)).map((cursor) =>
          element('sitemap', {}, element('loc', {}, addressOf(site, kind, cursor))),
        ),
      ),
    )
    return sendText(request, { type: TYPE, text: xmlDocument(element('sitemapindex', NAMESPACE, ...lists.flat())) })
  }

  const sitemap = async ({ request, ask, found, query }: Asked, site: Site): Promise<Response> => {
    const kind = found['kind'] as Kind
    const after = query.get('after')
    const read = await readRows(ask, KINDS[kind].list, after, IN_A_SITEMAP)
    if (read === null) return notFound(request)
    const text = xmlDocument(element('urlset', NAMESPACE, ...read.rows.map((row) => KINDS[kind].entry(site, row))))
    return sendText(request, { type: TYPE, text })
  }

  return [
    [/^\/sitemap\.xml$/, index],
    [/^\/sitemaps\/(?<kind>posts|musicians)\.xml$/, sitemap],
  ]
}
