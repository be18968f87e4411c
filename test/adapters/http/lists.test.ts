import { describe, expect, it } from 'vitest'
import { commentTrack, house, jsonOf, type Json, member, PUBLIC_URL, postTrack, SONG } from './house.ts'

const whole = async () => {
  const given = house()
  const author = await member(given, 'ann')
  const other = await member(given, 'bob')
  return { given, app: given.app, author, other }
}

const seven = async () => {
  const home = await whole()
  for (let at = 1; at <= 7; at++) {
    await postTrack(home.given, home.author, { ...SONG, title: `Song ${at}` }, 100 * at)
    home.given.world.clock.advance(1000)
  }
  return home
}

const follow = async (app: { request(path: string): Response | Promise<Response> }, start: string, link: string) => {
  const titles: unknown[][] = []
  let next: string | null = start
  while (next !== null) {
    const page: Json = await jsonOf(await app.request(next.replace(PUBLIC_URL, '')))
    titles.push((page.results as readonly Json[]).map(({ title }) => title))
    next = page[link] as string | null
  }
  return titles
}

describe('lists', () => {
  it('pages forth and back by links that keep the other parameters', async () => {
    const { app } = await seven()
    const forth = await follow(app, '/post/?page_size=3&genre=Rock', 'next')
    expect(forth).toEqual([['Song 7', 'Song 6', 'Song 5'], ['Song 4', 'Song 3', 'Song 2'], ['Song 1']])
    const first = await jsonOf(await app.request('/post/?page_size=3&genre=Rock'))
    expect(first.previous).toBeNull()
    const link = new URL(String(first.next))
    expect(`${link.origin}${link.pathname}`).toBe(`${PUBLIC_URL}/post/`)
    expect([link.searchParams.get('page_size'), link.searchParams.get('genre')]).toEqual(['3', 'Rock'])
    const second = await jsonOf(await app.request(`${link.pathname}${link.search}`))
    expect(await follow(app, String(second.previous), 'previous')).toEqual([['Song 7', 'Song 6', 'Song 5']])
  })

  it('filters, and names what it cannot read', async () => {
    const { app } = await seven()
    expect((await jsonOf(await app.request('/post?genre=Jazz'))).results).toEqual([])
    expect((await jsonOf(await app.request('/post?instrument=Bass&instrument=Guitar'))).results).toHaveLength(7)
    for (const [query, named] of [
      ['ordering=id', ['ordering']],
      ['page_size=0&genre=Polka', ['genre', 'page_size']],
    ] as const) {
      const problem = await jsonOf(await app.request(`/post?${query}`))
      const errors = problem.errors as readonly { field: string }[]
      expect(errors.map(({ field }) => field)).toEqual(named)
    }
    expect((await app.request('/post?cursor=abc')).status).toBe(400)
  })

  it('pages the comments of a post, and knows a post without comments from none', async () => {
    const { given, app, author, other } = await whole()
    const { id } = await postTrack(given, author)
    const path = `/post/${String(id)}/comments`
    expect(await jsonOf(await app.request(path))).toEqual({ results: [], next: null, previous: null })
    await commentTrack(given, id, other)
    given.world.clock.advance(1000)
    await commentTrack(given, id, author, 'Drums')
    const page = await jsonOf(await app.request(`${path}?page_size=1`))
    expect(page.results).toMatchObject([{ instrument: 'Drums' }])
    expect(page.next).toContain(`${PUBLIC_URL}${path}?page_size=1&cursor=`)
    expect((await app.request('/post/99/comments')).status).toBe(404)
  })
})
