import { describe, expect, it } from 'vitest'
import { commentTrack, member, post, postTrack, work } from '#test/adapters/http/house.ts'
import { pageHouse } from './page-house.ts'

const HOSTILE = `</script><img src=x onerror=alert(1)>" onmouseover="alert(2)' autofocus=' \u2028 ]]> & <!--`

/** Every text that somebody wrote, by what was written here; whether the API takes such words is no matter. */
const WRITTEN = ['Blue', 'ann', 'bo', 'a letter', 'not today', 'a device']

/** As if somebody had written it so. */
const madeHostile = async (answer: Response): Promise<Response> => {
  const text = await answer.text()
  if (!/json/.test(answer.headers.get('Content-Type') ?? '') || text === '') return new Response(text, answer)
  const hostile: unknown = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && WRITTEN.includes(value) ? `${value}${HOSTILE}` : value,
  )
  return new Response(JSON.stringify(hostile), {
    status: answer.status,
    headers: { 'Content-Type': 'application/json' },
  })
}

const house = async () => {
  const given = pageHouse({ api: madeHostile })
  const ann = await member(given, 'ann')
  const id = Number((await postTrack(given, ann))['id'])
  const comment = await commentTrack(given, id, await member(given, 'bo'))
  await work(given)
  await given.app.request(`/post/${id}/mix`, {
    method: 'PATCH',
    body: JSON.stringify({ mix_tracks: String(comment['id']) }),
    headers: { 'Content-Type': 'application/json', ...ann },
  })
  await work(given)
  await post(given.app, '/message', { to_user: 2, content: 'a letter' }, ann)
  return { given, id, Cookie: `soundhub=${ann.Authorization.slice('Token '.length)}` }
}

/** Scripts of a page: its state, what makes it alive, and what it tells search engines. */
const scriptsIn = (html: string): readonly string[] => [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)

const expectTame = (html: string, path: string): void => {
  expect(html, path).not.toMatch(/<img src=x/)
  expect(html, path).not.toMatch(/<[a-z][^<>]* onmouseover="/i)
  expect(html, path).not.toContain('<!--')
  expect(html, path).not.toMatch(/[^\\]" onmouseover="/)
  expect(scriptsIn(html).length, path).toBe(html.split('</script>').length - 1)
  for (const [, data] of html.matchAll(/<script type="application\/(?:ld\+)?json"[^>]*>(.*?)<\/script>/gs))
    expect(() => JSON.parse(data!) as unknown, path).not.toThrow()
}

/** Whether elements are closed in order and every ampersand begins an entity. */
const expectWellFormed = (xml: string, path: string): void => {
  const open: string[] = []
  const rest = xml
    .replace(/^<\?xml[^>]*\?>/, '')
    .replaceAll(/<(\/?)([\w:]+)(?: [\w:]+="[^"<>]*")*(\/?)>/g, (_, closing: string, name: string, empty: string) => {
      if (closing !== '') expect(open.pop(), path).toBe(name)
      else if (empty === '') open.push(name)
      return ''
    })
  expect(open, path).toEqual([])
  expect(rest, path).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot);)/)
}

describe('a text with markup in it', () => {
  it('stays a text on every page, for anybody and for who is logged in', async () => {
    const { given, id, Cookie } = await house()
    const pages = [
      '/',
      '/home/genre/Rock',
      '/home/instrument/Guitar',
      `/post/${id}`,
      `/embed/post/${id}`,
      '/user/1',
      '/user/2',
      `/search?keyword=${encodeURIComponent(HOSTILE)}`,
      '/search?keyword=blue',
      `/login?next=${encodeURIComponent(`/${HOSTILE}`)}`,
      `/nothing/${encodeURIComponent(HOSTILE)}`,
      `/?${HOSTILE}`,
      '/settings',
      '/messages?to=2',
    ]
    for (const path of pages) {
      for (const headers of [{}, { Cookie }]) {
        const page = await given.see(path, { ...headers, 'User-Agent': 'a device' })
        expectTame(await page.text(), path)
      }
    }
  })

  it('was there to be seen', async () => {
    const { given, id } = await house()
    expect(await given.read(`/post/${id}`)).toContain(
      'Blue&lt;/script>&lt;img src=x onerror=alert(1)>&quot; onmouseover',
    )
    expect(await given.read('/feeds.rss')).toContain('Blue&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;')
  })

  it('stays a text in every feed and sitemap', async () => {
    const { given } = await house()
    for (const path of [
      '/feeds.rss',
      '/feeds/user/1.rss',
      '/feeds/genre/Rock.rss?lang=ko',
      '/sitemap.xml',
      '/sitemaps/posts.xml',
      '/sitemaps/musicians.xml',
    ])
      expectWellFormed(await given.read(path), path)
  })

  it('ends no attribute of what is embedded elsewhere', async () => {
    const { given, id } = await house()
    const told = (await (
      await given.see(`/oembed?url=${encodeURIComponent(`https://soundhub.example/post/${id}`)}`)
    ).json()) as { html: string }
    expect(told.html).toMatch(/^<iframe(?: [a-z]+="[^"<>]*")*><\/iframe>$/)
    expect(told.html).toContain('&lt;img')
  })
})
