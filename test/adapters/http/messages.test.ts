import { describe, expect, it } from 'vitest'
import { ask, BODIES, type BodyKind } from './asking.ts'
import { house, jsonOf, type Json, member, PUBLIC_URL } from './house.ts'

const three = async () => {
  const given = house()
  const [ann, bob, carl] = [await member(given, 'ann'), await member(given, 'bob'), await member(given, 'carl')]
  return { given, ann, bob, carl }
}

type Three = Awaited<ReturnType<typeof three>>

const send = ({ given, ann }: Three, fields: Readonly<Record<string, string>>, as: BodyKind = 'JSON') =>
  ask(given, '/message', { fields, as, headers: ann })

const idsOf = async ({ given }: Three, mailbox: string, headers: Readonly<Record<string, string>>) => {
  const page = await jsonOf(await ask(given, `/message/${mailbox}`, { headers }))
  return (page.results as readonly Json[]).map(({ id }) => id)
}

describe('a message', () => {
  it.each(Object.keys(BODIES) as BodyKind[])('is sent as %s, and is in both boxes', async (as) => {
    const home = await three()
    const answer = await send(home, { to_user: '2', content: 'bass?\r\nsoon' }, as)
    const message = await jsonOf(answer)
    expect([answer.status, answer.headers.get('Location')]).toEqual([201, `${PUBLIC_URL}/message/sent/1`])
    expect(message).toEqual({
      id: 1,
      from_user: 1,
      to_user: 2,
      content: 'bass?\nsoon',
      read_date: null,
      created_date: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as string,
    })
    expect(await jsonOf(await ask(home.given, '/message/sent/', { headers: home.ann }))).toEqual({
      results: [message],
      next: null,
      previous: null,
    })
    expect(await jsonOf(await ask(home.given, '/message/sent/1', { headers: home.ann }))).toEqual(message)
    expect(await idsOf(home, 'inbox', home.bob)).toEqual([1])
  })

  it('is read when its recipient opens it, not by a HEAD, a list or its sender', async () => {
    const home = await three()
    const { given, ann, bob } = home
    await send(home, { to_user: '2', content: 'bass?' })
    await ask(given, '/message/inbox', { headers: bob })
    await ask(given, '/message/inbox/1', { method: 'HEAD', headers: bob })
    const seen = async () => (await jsonOf(await ask(given, '/message/sent/1', { headers: ann }))).read_date
    expect(await seen()).toBeNull()
    given.world.clock.advance(1000)
    const read = new Date(given.world.clock.now()).toISOString()
    expect(await jsonOf(await ask(given, '/message/inbox/1/', { headers: bob }))).toMatchObject({ read_date: read })
    given.world.clock.advance(1000)
    expect(await jsonOf(await ask(given, '/message/inbox/1', { headers: bob }))).toMatchObject({ read_date: read })
    expect(await seen()).toBe(read)
  })

  it('of other people is not there, whatever is tried', async () => {
    const home = await three()
    const { given, ann, bob, carl } = home
    await send(home, { to_user: '2', content: 'bass?' })
    for (const [path, headers] of [
      ['/message/inbox/1', ann],
      ['/message/sent/1', bob],
      ['/message/inbox/1', carl],
      ['/message/sent/1', carl],
    ] as const)
      for (const method of ['GET', 'DELETE']) {
        const answer = await ask(given, path, { method, headers })
        expect([path, method, answer.status, (await jsonOf(answer)).code]).toEqual([
          path,
          method,
          404,
          'MESSAGE_NOT_FOUND',
        ])
      }
    for (const path of ['/message/inbox', '/message/sent/1']) expect((await ask(given, path)).status).toBe(401)
    expect(await idsOf(home, 'inbox', carl)).toEqual([])
  })

  it('is deleted by each side for itself', async () => {
    const home = await three()
    const { given, ann, bob } = home
    await send(home, { to_user: '2', content: 'bass?' })
    const remove = async (mailbox: string, headers: Readonly<Record<string, string>>) =>
      (await ask(given, `/message/${mailbox}/1`, { method: 'DELETE', headers })).status
    expect([await remove('sent', ann), await remove('sent', ann)]).toEqual([204, 404])
    expect([await idsOf(home, 'sent', ann), await idsOf(home, 'inbox', bob)]).toEqual([[], [1]])
    expect(await remove('inbox', bob)).toBe(204)
    expect(await idsOf(home, 'inbox', bob)).toEqual([])
  })

  it('stays with its recipient when its sender’s account goes', async () => {
    const home = await three()
    await send(home, { to_user: '2', content: 'bass?' })
    await ask(home.given, '/user/1', { method: 'DELETE', headers: home.ann })
    expect(await jsonOf(await ask(home.given, '/message/inbox/1', { headers: home.bob }))).toMatchObject({
      from_user: null,
      to_user: 2,
      content: 'bass?',
    })
  })

  it('is refused with a code: to oneself, to nobody, without words, with too many', async () => {
    const home = await three()
    const refused = async (to: string, content: string) => {
      const answer = await send(home, { to_user: to, content })
      return [answer.status, (await jsonOf(answer)).code]
    }
    expect(await refused('1', 'a')).toEqual([400, 'MESSAGE_TO_ONESELF'])
    expect(await refused('99', 'a')).toEqual([404, 'USER_NOT_FOUND'])
    expect(await refused('2', ' ')).toEqual([400, 'VALIDATION_FAILED'])
    expect(await refused('2', '🎸'.repeat(1001))).toEqual([400, 'VALIDATION_FAILED'])
    expect((await send(home, { to_user: '2', content: '🎸'.repeat(1000) })).status).toBe(201)
  })

  it('is listed by pages whose links lead to the others', async () => {
    const home = await three()
    for (const content of ['a', 'b', 'c']) {
      await send(home, { to_user: '2', content })
      home.given.world.clock.advance(1000)
    }
    const first = await jsonOf(await ask(home.given, '/message/inbox?page_size=2', { headers: home.bob }))
    const next = String(first.next).replace(PUBLIC_URL, '')
    const second = await jsonOf(await ask(home.given, next, { headers: home.bob }))
    const contents = [first, second].map((page) => (page.results as readonly Json[]).map(({ content }) => content))
    expect(contents).toEqual([['c', 'b'], ['a']])
    expect((await ask(home.given, '/message/inbox?cursor=x', { headers: home.bob })).status).toBe(400)
  })
})
