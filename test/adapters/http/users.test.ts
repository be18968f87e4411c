import { describe, expect, it } from 'vitest'
import { ask } from './asking.ts'
import {
  commentTrack,
  type House,
  house,
  jsonOf,
  type Json,
  member,
  PASSWORD,
  PUBLIC_URL,
  post,
  postTrack,
} from './house.ts'

const three = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  const bob = await member(given, 'Bob', 'bob@example.org')
  await member(given, '민호', 'minho@example.org')
  return { given, ann, bob }
}

const names = async (given: House, path: string): Promise<readonly unknown[]> =>
  ((await jsonOf(await ask(given, path))).results as readonly Json[]).map(({ nickname }) => nickname)

describe('the list of users', () => {
  it('is ordered by name where that is asked for, and pages both ways by links', async () => {
    const { given } = await three()
    expect(await names(given, '/user?ordering=nickname')).toEqual(['ann', 'Bob', '민호'])
    const first = await jsonOf(await ask(given, '/user/?ordering=nickname&page_size=2'))
    expect([first.previous, (first.results as readonly Json[]).length]).toEqual([null, 2])
    const next = String(first.next).replace(PUBLIC_URL, '')
    expect(await names(given, next)).toEqual(['민호'])
    const back = String((await jsonOf(await ask(given, next))).previous).replace(PUBLIC_URL, '')
    expect(await names(given, back)).toEqual(['ann', 'Bob'])
  })

  it.each(['-total_liked', '-num_followers', 'nickname', ''])('takes the order “%s”', async (ordering) => {
    const { given } = await three()
    expect((await names(given, `/user?ordering=${ordering}`)).length).toBe(3)
  })

  it('is narrowed to instruments and genres, and names what it cannot read', async () => {
    const { given } = await three()
    expect((await names(given, '/user?instrument=guitar,Vocal')).length).toBe(3)
    expect(await names(given, '/user?instrument=Drums')).toEqual([])
    expect(await names(given, '/user?genre=Jazz')).toEqual([])
    for (const [query, named] of [
      ['ordering=email', ['ordering']],
      ['instrument=Harp&page_size=0', ['instrument', 'page_size']],
    ] as const) {
      const answer = await ask(given, `/user?${query}`)
      const { errors } = (await jsonOf(answer)) as { errors: readonly Json[] }
      expect([answer.status, errors.map(({ field }) => field)]).toEqual([400, named])
    }
  })

  it('does not take a page of another order for one of its own', async () => {
    const { given } = await three()
    const { next } = await jsonOf(await ask(given, '/user?page_size=1'))
    const cursor = new URL(String(next)).searchParams.get('cursor')
    const answer = await ask(given, `/user?ordering=nickname&cursor=${cursor}`)
    expect([answer.status, ((await jsonOf(answer)).errors as readonly Json[])[0]]).toEqual([
      400,
      expect.objectContaining({ field: 'cursor' }),
    ])
  })

  it('shows nobody who waits for the link', async () => {
    const { given } = await three()
    const fields = { email: 'p@example.org', nickname: 'pat', instrument: 'Bass' }
    await post(given.app, '/user/signup', { ...fields, password1: 'seven-strings', password2: 'seven-strings' })
    expect(await names(given, '/user?page_size=100')).not.toContain('pat')
  })
})

describe('a user', () => {
  it('is shown with what they posted, and with the address only to themselves', async () => {
    const { given, ann, bob } = await three()
    await postTrack(given, ann)
    const mine = await jsonOf(await ask(given, '/user/1', { headers: ann }))
    expect(mine).toMatchObject({ email: 'ann@example.org', post_set: [{ title: 'Blue', author: { id: 1 } }] })
    expect(mine.liked_posts).toEqual([])
    for (const headers of [{}, bob]) {
      const { email, ...seen } = await jsonOf(await ask(given, '/user/1', { headers }))
      expect([email, { ...seen, email: mine.email }]).toEqual([null, mine])
    }
  })

  it('hears from nobody but themselves whether they are staff', async () => {
    const given = house()
    await given.core.accounts.createStaff({ email: 'root@example.org', nickname: 'root', password: PASSWORD })
    const login = await post(given.app, '/user/login', { email: 'root@example.org', password: PASSWORD })
    const root = { Authorization: `Token ${String((await jsonOf(login)).token)}` }
    const mine = async (headers: object) => jsonOf(await ask(given, '/user/me', { headers: { ...headers } }))
    const me = await mine(root)
    expect([me.nickname, me.is_staff]).toEqual(['root', true])
    expect(await mine(await member(given, 'ann'))).toMatchObject({ nickname: 'ann', is_staff: false })
    expect(await jsonOf(await ask(given, `/user/${String(me.id)}`))).not.toHaveProperty('is_staff')
  })

  it('changes the fields that are sent, and keeps the others', async () => {
    const { given, ann } = await three()
    const change = async (method: string, fields: Record<string, string | readonly string[]>) =>
      jsonOf(await ask(given, '/user/1', { method, fields, headers: ann }))
    expect(await change('PATCH', { nickname: '앤' })).toMatchObject({ nickname: '앤', instrument: 'Guitar' })
    expect(await change('POST', { instrument: 'bass, VOCAL', genre: ['rock', 'Jazz'] })).toMatchObject({
      nickname: '앤',
      instrument: 'Vocal, Bass',
      genres: ['Rock', 'Jazz'],
      email: 'ann@example.org',
    })
    expect(await change('PATCH', {})).toMatchObject({ nickname: '앤', instrument: 'Vocal, Bass', genre: 'Rock, Jazz' })
  })

  it('does not change what a profile has no field for', async () => {
    const { given, ann } = await three()
    const before = await jsonOf(await ask(given, '/user/1', { headers: ann }))
    const fields = {
      id: '9',
      email: 'x@example.org',
      is_active: 'false',
      is_staff: 'true',
      password1: 'a',
      user_type: 'G',
    }
    expect((await ask(given, '/user/1', { method: 'PATCH', fields, headers: ann })).status).toBe(200)
    expect(await jsonOf(await ask(given, '/user/1', { headers: ann }))).toEqual(before)
    expect((await ask(given, '/user/2/suspension', { method: 'PUT', headers: ann })).status).toBe(403)
  })

  it('may not take a name that is another’s to the eye', async () => {
    const { given, ann } = await three()
    const answer = await ask(given, '/user/1', { method: 'PATCH', fields: { nickname: 'ＢＯＢ' }, headers: ann })
    expect([answer.status, (await jsonOf(answer)).code]).toEqual([409, 'NICKNAME_TAKEN'])
    const same = await ask(given, '/user/1', { method: 'PATCH', fields: { nickname: 'Ann' }, headers: ann })
    expect(same.status).toBe(200)
  })

  it('goes with everything they posted, and may come again', async () => {
    const { given, ann, bob } = await three()
    const { id } = await postTrack(given, ann)
    await commentTrack(given, id, bob)
    expect((await ask(given, '/user/1', { method: 'DELETE', headers: ann })).status).toBe(204)
    for (const path of ['/user/1', `/post/${String(id)}`, `/post/${String(id)}/comments`])
      expect([path, (await ask(given, path)).status]).toEqual([path, 404])
    expect((await ask(given, '/user/sessions', { headers: ann })).status).toBe(401)
    expect(await names(given, '/user?ordering=nickname')).toEqual(['Bob', '민호'])
    await member(given, 'ann')
    expect(await names(given, '/user?ordering=nickname')).toEqual(['ann', 'Bob', '민호'])
  })
})
