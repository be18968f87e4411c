import { describe, expect, it } from 'vitest'
import { commentTrack, type House, member, postTrack, PUBLIC_URL, work } from '#test/adapters/http/house.ts'
import { pageHouse, type PageHouse } from './page-house.ts'

/** What stands in the attribute of the element that fits. */
const attribute = (html: string, element: RegExp, name: string): string | undefined =>
  new RegExp(` ${name}="([^"]*)"`).exec(element.exec(html)?.[0] ?? '')?.[1]

const property = (html: string, name: string): string | undefined =>
  attribute(html, new RegExp(`<meta (?:property|name)="${name}"[^>]*>`), 'content')

const dataIn = (html: string): Record<string, unknown> =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(html)![1]!) as Record<string, unknown>

/** Ann's song with Bo's bass in its master. */
const song = async (given: House): Promise<number> => {
  const ann = await member(given, 'ann')
  const { id } = await postTrack(given, ann, { title: 'Blue', instrument: 'guitar', genre: 'rock' })
  const comment = await commentTrack(given, id, await member(given, 'bo'))
  await work(given)
  await given.app.request(`/post/${String(id)}/mix`, {
    method: 'PATCH',
    body: JSON.stringify({ mix_tracks: String(comment['id']) }),
    headers: { 'Content-Type': 'application/json', ...ann },
  })
  await work(given)
  return Number(id)
}

const noindex = async (given: PageHouse, path: string): Promise<boolean> =>
  property(await given.read(path), 'robots') === 'noindex'

describe('what search engines and previews of links learn', () => {
  it('of a post is its title, who plays what on it, its sound and its one address in each language', async () => {
    const given = pageHouse()
    const id = await song(given)
    const html = await given.read(`/post/${id}`)
    expect(html).toContain('<title>Blue – ann · Soundhub</title>')
    expect(property(html, 'description')).toBe('Rock. Played by ann (Guitar), bo (Bass). 1 track answers it so far.')
    expect(property(html, 'og:type')).toBe('music.song')
    expect(property(html, 'og:url')).toBe(`${PUBLIC_URL}/post/${id}`)
    expect(property(html, 'og:audio')).toMatch(new RegExp(`^${PUBLIC_URL}/media/user_1/Post_${id}/.*\\.mp3$`))
    expect(property(html, 'og:audio:type')).toBe('audio/mpeg')
    expect(attribute(html, /<link rel="canonical"[^>]*>/, 'href')).toBe(`${PUBLIC_URL}/post/${id}`)
    expect(html).toContain(`hreflang="ko" href="${PUBLIC_URL}/post/${id}?lang=ko"`)
    expect(html).toContain(`hreflang="x-default" href="${PUBLIC_URL}/post/${id}"`)
    expect(attribute(html, /<link [^>]*application\/rss\+xml[^>]*>/, 'href')).toBe(`${PUBLIC_URL}/feeds/user/1.rss`)
    expect(attribute(html, /<link [^>]*json\+oembed[^>]*>/, 'href')).toContain(
      encodeURIComponent(`${PUBLIC_URL}/post/${id}`),
    )
    expect(property(html, 'robots')).toBeUndefined()
  })

  it('of a post is a MusicRecording by all who are heard on it', async () => {
    const given = pageHouse()
    const data = dataIn(await given.read(`/post/${await song(given)}`))
    expect(data).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'MusicRecording',
      name: 'Blue',
      genre: ['Rock'],
      duration: 'PT0M0S',
      byArtist: [
        { '@type': 'MusicGroup', name: 'ann', url: `${PUBLIC_URL}/user/1` },
        { '@type': 'MusicGroup', name: 'bo', url: `${PUBLIC_URL}/user/2` },
      ],
      audio: { '@type': 'AudioObject', encodingFormat: 'audio/mpeg' },
    })
  })

  it('of a musician is a MusicGroup with their songs', async () => {
    const given = pageHouse()
    const id = await song(given)
    const html = await given.read('/user/1')
    expect(property(html, 'description')).toBe('ann plays Guitar on Soundhub. 1 song.')
    expect(property(html, 'og:type')).toBe('profile')
    expect(dataIn(html)).toMatchObject({
      '@type': 'MusicGroup',
      name: 'ann',
      track: [{ url: `${PUBLIC_URL}/post/${id}` }],
    })
  })

  it('of media on another host is their address there', async () => {
    const given = pageHouse({ page: { mediaUrl: 'https://cdn.example/files/' } })
    const id = await song(given)
    expect(property(await given.read(`/post/${id}`), 'og:audio')).toMatch(/^https:\/\/cdn\.example\/files\/user_1\//)
  })

  it('of a genre is one address, however it is spelled', async () => {
    const html = await pageHouse().read('/home/genre/hip-hop')
    expect(attribute(html, /<link rel="canonical"[^>]*>/, 'href')).toBe(`${PUBLIC_URL}/home/genre/HipHop`)
    expect(html).toContain(`${PUBLIC_URL}/feeds/genre/HipHop.rss`)
  })

  it.each(['/login', '/signup', '/forgotten-password', '/search?keyword=blue', '/post/999', '/nothing'])(
    'of %s is that it is nobody’s to find',
    async (path) => expect(await noindex(pageHouse(), path)).toBe(true),
  )
})

describe('?lang=', () => {
  it('chooses the language of one request, before the cookie and the browser', async () => {
    const given = pageHouse()
    const page = await given.see('/?lang=ko', { Cookie: 'lang=en', 'Accept-Language': 'en' })
    expect(page.headers.get('Content-Language')).toBe('ko')
    expect(page.headers.getSetCookie()).toEqual([])
    const html = await page.text()
    expect(html).toContain('<html lang="ko">')
    expect(attribute(html, /<link rel="canonical"[^>]*>/, 'href')).toBe(`${PUBLIC_URL}/?lang=ko`)
  })

  it('that is no language chooses nothing', async () => {
    const page = await pageHouse().see('/?lang=kok', { 'Accept-Language': 'ko' })
    expect(page.headers.get('Content-Language')).toBe('ko')
  })
})
