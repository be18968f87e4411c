import { describe, expect, it } from 'vitest'
import { tokenIn } from '#adapters/http/endpoint/authorization.ts'
import { DAY } from '#domain/shared/instant.ts'
import { house, jsonOf, keyFor, member, PASSWORD, post, postTrack, signUp } from './house.ts'

const LOGIN = { email: 'ann@example.org', password: PASSWORD }

describe('accounts', () => {
  it('shows its owner the whole user at sign-up', async () => {
    const answer = await signUp(house(), 'ann')
    expect(answer.status).toBe(201)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(await jsonOf(answer)).toEqual({
      id: 1,
      email: 'ann@example.org',
      nickname: 'ann',
      profile_img: null,
      profile_bg: null,
      instrument: 'Guitar',
      genre: '',
      instruments: ['Guitar'],
      genres: [],
      user_type: 'S',
      total_liked: 0,
      num_followings: 0,
      num_followers: 0,
      following: [],
      followers: [],
      is_active: false,
      last_login: null,
      created_at: '2020-01-01T00:00:00.000Z',
    })
  })

  it('mails in the language of the sign-up', async () => {
    const given = house()
    const form = { ...LOGIN, nickname: 'ann', instrument: 'Bass', password1: PASSWORD, password2: PASSWORD }
    await post(given.app, '/user/signup', form, { 'Accept-Language': 'ko' })
    await keyFor(given, LOGIN.email)
    expect(given.world.mailer.sent()).toMatchObject([{ kind: 'activation', language: 'ko' }])
  })

  it('logs in and out', async () => {
    const given = house()
    await member(given, 'ann')
    const answer = await post(given.app, '/user/login/', LOGIN)
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    const { token, user } = await jsonOf(answer)
    expect(token).toMatch(/^[0-9a-f]{40}$/)
    expect(user).toMatchObject({ is_active: true, email: LOGIN.email, last_login: '2020-01-01T00:00:00.000Z' })
    const headers = { Authorization: `Bearer ${String(token)}`, 'Accept-Language': 'ko' }
    const out = await given.app.request('/user/logout', { method: 'POST', headers })
    expect([out.status, out.headers.get('Content-Language'), await out.json()]).toEqual([
      200,
      'ko',
      { detail: '로그아웃되었습니다.' },
    ])
    expect((await given.app.request('/user/logout', { method: 'POST', headers })).status).toBe(401)
  })

  it('answers a wrong address and a wrong password with the same words', async () => {
    const given = house()
    await member(given, 'ann')
    const wrong = await Promise.all([
      post(given.app, '/user/login', { ...LOGIN, email: 'bob@example.org' }),
      post(given.app, '/user/login', { ...LOGIN, password: 'eight-strings' }),
    ])
    expect(wrong.map(({ status }) => status)).toEqual([401, 401])
    const [address, password] = await Promise.all(wrong.map((answer) => answer.text()))
    expect(address).toBe(password)
  })

  it('tells who is pending, and who comes too late', async () => {
    const given = house()
    await signUp(given, 'ann')
    expect(await jsonOf(await post(given.app, '/user/login', LOGIN))).toMatchObject({
      status: 403,
      code: 'ACTIVATION_PENDING',
    })
    await member(given, 'bob')
    expect(await jsonOf(await signUp(given, 'bob'))).toMatchObject({ status: 409, code: 'EMAIL_TAKEN' })
    expect(await jsonOf(await signUp(given, 'BOB', 'bobby@example.org'))).toMatchObject({
      status: 409,
      code: 'NICKNAME_TAKEN',
    })
  })
})

describe('a token', () => {
  it.each([
    ['Token abc', 'abc'],
    ['Bearer abc', 'abc'],
    ['token  abc ', 'abc'],
    ['BEARER abc', 'abc'],
    ['Token', ''],
    ['Bearer a b', 'a b'],
    ['Basic abc', null],
    ['Tokenabc', null],
    [undefined, null],
  ])('in “%s” is “%s”', (header, token) => {
    expect(tokenIn(header)).toBe(token)
  })

  it('is asked for where somebody has to be known', async () => {
    const { app } = house()
    const answers = await Promise.all([
      app.request('/post', { method: 'POST' }),
      app.request('/post/1', { method: 'PATCH' }),
      app.request('/post/1', { method: 'DELETE' }),
      app.request('/post/1/comments', { method: 'POST' }),
      app.request('/post/comment/1', { method: 'POST' }),
      app.request('/post/1/mix', { method: 'PATCH', headers: { Authorization: 'Basic YTpi' } }),
      app.request('/user/logout', { method: 'POST' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401))
    expect(answers[0].headers.get('WWW-Authenticate')).toContain('Bearer')
  })

  const WRONG = ['Token', 'Token x', `Bearer ${'0'.repeat(40)}`, `Token ${'A'.repeat(40)}`, 'Bearer null']

  it.each(WRONG)('that is wrong is 401 where others may read: %s', async (authorization) => {
    const { app } = house()
    const headers = { Authorization: authorization }
    for (const path of ['/post', '/post/1', '/post/1/comments', '/post/comment/1']) {
      const answer = await app.request(path, { headers })
      expect([path, answer.status, (await jsonOf(answer)).code]).toEqual([path, 401, 'NOT_AUTHENTICATED'])
    }
  })

  it('that is wrong keeps nobody from logging in or hearing', async () => {
    const given = house()
    const { author_track: track } = await postTrack(given, await member(given, 'ann'))
    const headers = { Authorization: 'Token stale' }
    expect((await post(given.app, '/user/login', LOGIN, headers)).status).toBe(200)
    expect((await given.app.request(`/media/${String(track)}`, { headers })).status).toBe(200)
  })

  it('dies of age', async () => {
    const given = house()
    const headers = await member(given, 'ann')
    expect((await given.app.request('/post', { headers })).status).toBe(200)
    given.world.clock.advance(30 * DAY)
    expect((await given.app.request('/post', { headers })).status).toBe(401)
  })

  it('that cannot be looked up is an outage, not a wrong one', async () => {
    const given = house()
    const headers = await member(given, 'ann')
    given.world.outage.breakDown('database')
    expect((await given.app.request('/post', { method: 'POST', headers })).status).toBe(503)
  })
})
