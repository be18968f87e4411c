import type { Post } from '#adapters/client/soundhub.ts'
import { xmlText } from '#domain/shared/xml.ts'
import { absolute, EMBED_SIZE } from '../../page/share/addresses.ts'
import { notFound, sendProblem, sendText } from '../sent.ts'
import type { Asked, Handler, Site } from './site.ts'

/** The post at an address that somebody was given; null for any other address. */
const postAt = (address: string | null, site: Site): string | null => {
  const url = URL.parse(address ?? '')
  const own = new URL(absolute(site, '/'))
  if (url === null || url.host !== own.host || !/^https?:$/.test(url.protocol)) return null
  if (!url.pathname.startsWith(own.pathname)) return null
  return /^(?:embed\/)?post\/(\d{1,15})\/?$/.exec(url.pathname.slice(own.pathname.length))?.[1] ?? null
}

const atMost = (asked: string | null, own: number): number =>
  asked !== null && /^[1-9]\d{0,8}$/.test(asked) ? Math.min(Number(asked), own) : own

const answer = async ({ request, query, ask, language }: Asked, site: Site): Promise<Response> => {
  const format = query.get('format') ?? 'json'
  if (format !== 'json') return sendProblem(request, 501, 'Not Implemented')
  const id = postAt(query.get('url'), site)
  const found = id === null ? null : await ask(`/post/${id}`)
  if (found?.status !== 200) return notFound(request)
  const post = (await found.json()) as Post
  const [width, height] = [
    atMost(query.get('maxwidth'), EMBED_SIZE.width),
    atMost(query.get('maxheight'), EMBED_SIZE.height),
  ]
  const src = absolute(site, `/embed/post/${post.id}${query.has('lang') ? `?lang=${language}` : ''}`)
  const title = xmlText(`${post.title} – ${post.author.nickname}`)
  const told = {
    version: '1.0',
    type: 'rich',
    title: post.title,
    author_name: post.author.nickname,
    author_url: absolute(site, `/user/${post.author.id}`),
    provider_name: 'Soundhub',
    provider_url: absolute(site, '/'),
    html: `<iframe src="${xmlText(src)}" width="${width}" height="${height}" title="${title}" loading="lazy" frameborder="0"></iframe>`,
    width,
    height,
  }
  return sendText(request, {
    type: 'application/json',
    text: JSON.stringify(told),
    headers: { 'Access-Control-Allow-Origin': '*' },
  })
}

/** `/oembed` (https://oembed.com): how another site shows a post whose address somebody pasted there. */
export const oembed: Handler = [/^\/oembed$/, answer]
