import { describe, expect, it } from 'vitest'
import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { house, jsonOf, member, postTrack, SONG } from './house.ts'

const played = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  const older = await postTrack(given, ann, { ...SONG, title: 'Older', genre: 'Jazz' })
  given.world.clock.advance(1000)
  const newer = await postTrack(given, ann, { ...SONG, title: 'Newer', genre: 'HipHop' })
  return { ...given, ann, older, newer }
}

describe('the home pages', () => {
  it.each(['/', '/home', '/home/'])('%s shows who and what is liked, and what is new', async (path) => {
    const { app, older, newer } = await played()
    const home = await jsonOf(await app.request(path))
    expect(Object.keys(home)).toEqual(['pop_users', 'pop_posts', 'recent_posts'])
    expect(home.recent_posts).toEqual([newer, older])
    expect(home.pop_users).toMatchObject([{ nickname: 'ann', email: null }])
  })

  it('answers a browser at / with a page that leads to the reference, in its language', async () => {
    const { app } = house()
    const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Accept-Language': 'ko' }
    const page = await app.request('/', { headers: browser })
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
    const html = await page.text()
    expect(html).toContain('<html lang="ko">')
    expect((await app.request(/href="([^"]+)"/.exec(html)?.[1] ?? '')).headers.get('Content-Type')).toContain('html')
    for (const Accept of ['application/json', '*/*']) {
      const answer = await app.request('/', { headers: { Accept } })
      expect(answer.headers.get('Content-Type')).toBe('application/json')
      expect(answer.headers.get('Vary')).toBe('Authorization, Cookie, Accept')
    }
    expect((await app.request('/home', { headers: browser })).headers.get('Content-Type')).toBe('application/json')
  })

  it('tells an address to its owner alone', async () => {
    const { app, ann } = await played()
    expect(await jsonOf(await app.request('/home', { headers: ann }))).toMatchObject({
      pop_users: [{ email: expect.stringContaining('@') }],
    })
  })

  it.each(['HipHop', 'hiphop', 'HIPHOP/'])('has a page for a genre, in whatever case: %s', async (word) => {
    const { app, newer } = await played()
    const home = await jsonOf(await app.request(`/home/genre/${word}`))
    expect(home).toMatchObject({ pop_posts: [newer], recent_posts: [newer], total_posts: 1, total_users: 0 })
  })

  it('has a page for an instrument', async () => {
    const { app } = await played()
    const guitars = await jsonOf(await app.request('/home/instrument/guitar'))
    expect(guitars).toMatchObject({ total_posts: 2, total_users: 1 })
    expect(await jsonOf(await app.request('/home/instrument/Vocal'))).toEqual({
      pop_users: [],
      pop_posts: [],
      recent_posts: [],
      total_users: 0,
      total_posts: 0,
    })
  })

  it.each([
    ['genre', 'Polka', GENRES],
    ['genre', 'Guitar', GENRES],
    ['instrument', 'Harp', INSTRUMENTS],
    ['instrument', 'Guitar,Vocal', INSTRUMENTS],
    ['instrument', '%20', INSTRUMENTS],
  ] as const)('/home/%s/%s is refused, and the words there are are named', async (kind, word, allowed) => {
    const { app } = await played()
    const answer = await app.request(`/home/${kind}/${word}`)
    expect(answer.status).toBe(400)
    const problem = await jsonOf(answer)
    expect(problem.errors).toMatchObject([{ field: kind, code: 'UNKNOWN_WORD' }])
    for (const one of allowed) expect(problem.detail).toContain(one)
  })
})
