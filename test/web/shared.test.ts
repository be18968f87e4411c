import { describe, expect, it } from 'vitest'
import { member, postTrack, PUBLIC_URL, SONG, work } from '#test/adapters/http/house.ts'
import { pageHouse } from './page-house.ts'

/** A post of Ann's whose track is processed. */
const posted = async (given = pageHouse()) => {
  const ann = await member(given, 'ann')
  const post = await postTrack(given, ann)
  await work(given)
  return { given, ann, id: Number(post['id']) }
}

describe('feeds', () => {
  it.each(['/feeds.rss', '/feeds/user/1.rss', '/feeds/genre/Rock.rss', '/feeds/genre/rock.rss'])(
    '%s has the song with what it sounds like, its length in bytes and its type',
    async (path) => {
      const { given, id } = await posted()
      const answer = await given.see(path, { Accept: '*/*' })
      expect(answer.headers.get('Content-Type')).toBe('application/rss+xml; charset=utf-8')
      const feed = await answer.text()
      const [, url, length, type] = /<enclosure url="([^"]+)" length="(\d+)" type="([^"]+)">/.exec(feed)!
      const file = await given.app.request(url!.slice(PUBLIC_URL.length))
      expect(length).toBe(file.headers.get('Content-Length'))
      expect(type).toBe(file.headers.get('Content-Type'))
      expect(feed).toContain(`<guid isPermaLink="true">${PUBLIC_URL}/post/${id}</guid>`)
      expect(feed).toContain('<category>Rock</category>')
      expect(feed).toMatch(/<pubDate>\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT<\/pubDate>/)
    },
  )

  it('of nobody, of no genre and of somebody pending are not there', async () => {
    const given = pageHouse()
    for (const path of ['/feeds/user/1.rss', '/feeds/genre/Polka.rss', '/feeds/user/0.rss'])
      expect((await given.see(path)).status).toBe(404)
  })

  it('are known by their ETag and their date until something is new, and after something is gone', async () => {
    const { given, ann, id } = await posted()
    const first = await given.see('/feeds.rss')
    const [etag, date] = [first.headers.get('ETag')!, first.headers.get('Last-Modified')!]
    const again = async (headers: Record<string, string>) => (await given.see('/feeds.rss', headers)).status
    expect(await again({ 'If-None-Match': `"other", W/${etag}` })).toBe(304)
    expect(await again({ 'If-Modified-Since': date })).toBe(304)
    expect(await again({ 'If-None-Match': '"other"', 'If-Modified-Since': date })).toBe(200)
    await given.app.request(`/post/${id}`, { method: 'DELETE', headers: ann })
    expect(await again({ 'If-None-Match': etag })).toBe(200)
    expect(await again({ 'If-Modified-Since': date })).toBe(200)
    expect(await given.read('/feeds.rss')).not.toContain('<item>')
  })

  it('speak Korean where the address says so', async () => {
    const { given } = await posted()
    const feed = await given.read('/feeds/genre/Rock.rss?lang=ko')
    expect(feed).toContain('<language>ko</language>')
    expect(feed).toContain('<category>록</category>')
  })
})

describe('sitemaps', () => {
  it('lead from robots.txt to every post and every musician', async () => {
    const { given, id } = await posted()
    expect(await given.read('/robots.txt')).toContain(`Sitemap: ${PUBLIC_URL}/sitemap.xml`)
    const index = await given.read('/sitemap.xml')
    const parts = [...index.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url!.slice(PUBLIC_URL.length))
    const [posts, musicians] = await Promise.all(parts.map((path) => given.read(path)))
    expect(posts).toMatch(
      new RegExp(`<url><loc>${PUBLIC_URL}/post/${id}</loc><lastmod>\\d{4}-[-0-9T:.]+Z</lastmod></url>`),
    )
    expect(musicians).toContain(`<url><loc>${PUBLIC_URL}/user/1</loc></url>`)
  })

  it('go on after a cursor and know none that is none', async () => {
    const { given, ann, id } = await posted()
    const newer = await postTrack(given, ann, SONG, 550)
    const list = (await (await given.app.request('/post?page_size=1')).json()) as { next: string }
    const cursor = new URL(list.next).searchParams.get('cursor')!
    const sitemap = await given.read(`/sitemaps/posts.xml?after=${cursor}`)
    expect(sitemap).toContain(`/post/${id}<`)
    expect(sitemap).not.toContain(`/post/${String(newer['id'])}<`)
    expect((await given.see('/sitemaps/posts.xml?after=nonsense')).status).toBe(404)
    expect((await given.see('/sitemaps/messages.xml')).status).toBe(404)
  })
})

describe('an embedded player', () => {
  it('is what oEmbed tells of a post by its address, as large as there is room', async () => {
    const { given, id } = await posted()
    const url = encodeURIComponent(`${PUBLIC_URL}/post/${id}`)
    const answer = await given.see(`/oembed?url=${url}&maxwidth=320&maxheight=4000`, { Accept: '*/*' })
    expect(answer.headers.get('Content-Type')).toBe('application/json')
    const told = (await answer.json()) as Record<string, unknown>
    expect(told).toMatchObject({
      version: '1.0',
      type: 'rich',
      title: 'Blue',
      author_name: 'ann',
      width: 320,
      height: 200,
    })
    expect(told['html']).toMatch(
      new RegExp(
        `^<iframe src="${PUBLIC_URL}/embed/post/${id}" width="320" height="200" title="Blue – ann"[^<]*></iframe>$`,
      ),
    )
  })

  it.each([
    ['/oembed', 404],
    ['/oembed?url=https%3A%2F%2Felsewhere.example%2Fpost%2F1', 404],
    [`/oembed?url=${encodeURIComponent(`${PUBLIC_URL}/user/1`)}`, 404],
    [`/oembed?url=${encodeURIComponent(`${PUBLIC_URL}/post/999`)}`, 404],
    ['/oembed?url=javascript%3Aalert(1)', 404],
    [`/oembed?format=xml&url=${encodeURIComponent(`${PUBLIC_URL}/post/1`)}`, 501],
  ])('is not there for %s: %i', async (path, status) => {
    const { given } = await posted()
    expect((await given.see(path)).status).toBe(status)
  })

  it('may be framed by anybody, needs no script, and leads to the room', async () => {
    const { given, id } = await posted()
    const page = await given.see(`/embed/post/${id}`)
    expect(page.headers.get('Content-Security-Policy')).toContain('frame-ancestors *')
    expect(page.headers.get('X-Frame-Options')).toBeNull()
    const html = await page.text()
    expect(html).not.toContain('<script')
    expect(html).toMatch(/<audio[^>]* controls[^>]* src="\/media\/user_1\//)
    expect(html).toMatch(new RegExp(`<a href="${PUBLIC_URL}/post/${id}" target="_blank" rel="noopener"`))
    expect(html).toContain('<meta name="robots" content="noindex"/>')
  })

  it('of a post that is gone is not there', async () => {
    expect((await pageHouse().see('/embed/post/9')).status).toBe(404)
  })
})

describe('a drawn waveform', () => {
  it('is an image that never changes, made of the peaks of the track', async () => {
    const { given, id } = await posted()
    const { track, author_track: upload } = (await (await given.app.request(`/post/${id}`)).json()) as {
      track: { waveform: string }
      author_track: string
    }
    const answer = await given.see(`/waveform/${track.waveform}.svg`, { Accept: 'image/*' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe('image/svg+xml')
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(await answer.text()).toMatch(
      /^<svg [^>]*><style>[^<]*prefers-color-scheme[^<]*<\/style><path [^>]*\/><\/svg>\n$/,
    )
    for (const path of [
      upload,
      `../${track.waveform}`,
      track.waveform.replace('user_1', 'user_2'),
      `${track.waveform}%00`,
    ])
      expect((await given.see(`/waveform/${path}.svg`, { Accept: 'image/*' })).status).toBe(404)
  })
})
