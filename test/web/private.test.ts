import { describe, expect, it } from 'vitest'
import type { UserId } from '#domain/shared/id.ts'
import { commentTrack, jsonOf, member, PASSWORD, post, postTrack, signUp, work } from '#test/adapters/http/house.ts'
import { pageHouse, type PageHouse } from './page-house.ts'

const EVERYTHING = [
  '/',
  '/home/genre/Rock',
  '/home/instrument/Guitar',
  '/search?keyword=an',
  '/feeds.rss',
  '/feeds/genre/Rock.rss',
  '/sitemap.xml',
  '/sitemaps/posts.xml',
  '/sitemaps/musicians.xml',
]

/** A post of Ann's with an answer of Bo's. */
const song = async (given: PageHouse) => {
  const ann = await member(given, 'ann')
  const id = Number((await postTrack(given, ann))['id'])
  await commentTrack(given, id, await member(given, 'bo'))
  await work(given)
  return {
    ann,
    id,
    pages: [...EVERYTHING, `/post/${id}`, `/embed/post/${id}`, '/user/1', '/user/2', '/feeds/user/1.rss'],
  }
}

const suspend = async (given: PageHouse, id: number): Promise<void> => {
  const staff = await given.core.accounts.createStaff({
    email: 'staff@example.org',
    nickname: 'staff',
    password: PASSWORD,
  })
  ;(await given.core.accounts.suspend({ id: id as UserId, staff: staff._unsafeUnwrap() }))._unsafeUnwrap()
}

describe('pages and feeds', () => {
  it('tell nobody an e-mail address', async () => {
    const given = pageHouse()
    const { pages } = await song(given)
    for (const path of pages) expect(await given.read(path), path).not.toContain('@example.org')
  })

  it('tell who is logged in their own e-mail address and no other', async () => {
    const given = pageHouse()
    const { ann, pages } = await song(given)
    for (const path of pages) {
      const text = await given.read(path, { Cookie: `soundhub=${ann.Authorization.slice('Token '.length)}` })
      expect(text, path).not.toContain('bo@example.org')
      if (text.startsWith('<!doctype')) expect(text.includes('ann@example.org'), path).toBe(!path.startsWith('/embed'))
    }
  })

  it('are kept by nobody else where somebody is logged in', async () => {
    const given = pageHouse()
    const { ann } = await song(given)
    const page = await given.see('/', { Cookie: `soundhub=${ann.Authorization.slice('Token '.length)}` })
    expect(page.headers.get('Cache-Control')).toBe('private, no-store')
    expect(page.headers.get('ETag')).toBeNull()
  })

  it('know nothing of who has not opened the link yet', async () => {
    const given = pageHouse()
    await song(given)
    await signUp(given, 'pending-cy')
    for (const path of EVERYTHING) expect(await given.read(path), path).not.toMatch(/pending-cy|\/user\/3\b/)
    expect((await given.see('/user/3')).status).toBe(404)
    expect((await given.see('/feeds/user/3.rss')).status).toBe(404)
  })

  it('lead nobody to who is suspended', async () => {
    const given = pageHouse()
    const { id } = await song(given)
    expect(await given.read('/sitemaps/musicians.xml')).toContain('/user/2<')
    await suspend(given, 2)
    expect(await given.read('/sitemaps/musicians.xml')).not.toContain('/user/2<')
    expect((await given.see('/feeds/user/2.rss')).status).toBe(404)
    const profile = await given.read('/user/2')
    expect(profile).toContain('<meta name="robots" content="noindex"/>')
    expect(profile).not.toContain('application/ld+json')
    expect((await given.see(`/post/${id}`)).status).toBe(200)
  })

  it('forget a deleted post at once', async () => {
    const given = pageHouse()
    const { ann, id } = await song(given)
    await Promise.all(EVERYTHING.map((path) => given.read(path)))
    await given.app.request(`/post/${id}`, { method: 'DELETE', headers: ann })
    for (const path of EVERYTHING) expect(await given.read(path), path).not.toContain(`/post/${id}`)
    for (const path of [`/post/${id}`, `/embed/post/${id}`]) expect((await given.see(path)).status).toBe(404)
  })

  it('show messages to their two sides alone', async () => {
    const given = pageHouse()
    const { ann } = await song(given)
    const sent = await post(given.app, '/message', { to_user: 2, content: 'only for Bo' }, ann)
    expect(sent.status, JSON.stringify(await jsonOf(sent.clone()))).toBeLessThan(300)
    const anonymous = await given.see('/messages')
    expect(anonymous.status).toBe(303)
    expect(anonymous.headers.get('Location')).toBe('/login?next=%2Fmessages')
  })
})
