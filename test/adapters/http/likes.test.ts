import { describe, expect, it } from 'vitest'
import { ask } from './asking.ts'
import { type House, house, type Json, jsonOf, member, postTrack, signUp } from './house.ts'

type Headers = Awaited<ReturnType<typeof member>>

/** Ann posted a song; she is user 1 and it is post 1. Bob is user 2. */
const scene = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  const bob = await member(given, 'bob')
  await postTrack(given, ann)
  return { given, ann, bob }
}

const call = async (given: House, method: string, path: string, headers: Headers | Record<string, never> = {}) => {
  const answer = await ask(given, path, { method, headers: { ...headers } })
  return { status: answer.status, body: await jsonOf(answer) }
}

const listOf = async (given: House, path: string): Promise<readonly Json[]> =>
  (await call(given, 'GET', path)).body.results as readonly Json[]

describe('liking a post', () => {
  it('is a turn by POST, and answers the post', async () => {
    const { given, bob } = await scene()
    const liked = await call(given, 'POST', '/post/1/like/', bob)
    expect(liked).toMatchObject({ status: 200, body: { id: 1, title: 'Blue', liked: [2], num_liked: 1 } })
    expect(await call(given, 'GET', '/post/1')).toMatchObject({ body: liked.body })
    expect(await call(given, 'POST', '/post/1/like', bob)).toMatchObject({ body: { liked: [], num_liked: 0 } })
  })

  it('may be repeated by PUT and DELETE', async () => {
    const { given, bob } = await scene()
    for (let times = 0; times < 2; times++)
      expect(await call(given, 'PUT', '/post/1/like', bob)).toMatchObject({
        status: 200,
        body: { liked: [2], num_liked: 1 },
      })
    for (let times = 0; times < 2; times++)
      expect(await call(given, 'DELETE', '/post/1/like', bob)).toMatchObject({
        status: 200,
        body: { liked: [], num_liked: 0 },
      })
  })

  it('shows on the list of posts, with the author and with who likes it', async () => {
    const { given, ann, bob } = await scene()
    await postTrack(given, ann)
    await call(given, 'POST', '/post/1/like', bob)
    expect((await listOf(given, '/post?ordering=-num_liked')).map(({ id, liked }) => ({ id, liked }))).toEqual([
      { id: 1, liked: [2] },
      { id: 2, liked: [] },
    ])
    expect(await call(given, 'GET', '/user/1')).toMatchObject({ body: { total_liked: 1, liked_posts: [] } })
    const { body } = await call(given, 'GET', '/post/1')
    expect(await call(given, 'GET', '/user/2')).toMatchObject({ body: { total_liked: 0, liked_posts: [body] } })
    expect((await listOf(given, '/user?ordering=-total_liked')).map(({ id }) => id)).toEqual([1, 2])
  })

  it('is refused to the author, to nobody in particular, and where there is no post', async () => {
    const { given, ann, bob } = await scene()
    for (const method of ['POST', 'PUT']) {
      expect(await call(given, method, '/post/1/like', ann)).toMatchObject({
        status: 403,
        body: { code: 'LIKES_OWN_POST' },
      })
      expect(await call(given, method, '/post/9/like', bob)).toMatchObject({
        status: 404,
        body: { code: 'POST_NOT_FOUND' },
      })
      expect(await call(given, method, '/post/1/like')).toMatchObject({ status: 401 })
    }
    expect(await call(given, 'DELETE', '/post/1/like', ann)).toMatchObject({ status: 200, body: { liked: [] } })
    expect(await call(given, 'DELETE', '/post/9/like', bob)).toMatchObject({ status: 404 })
  })

  it('ends with the account of who likes it', async () => {
    const { given, bob } = await scene()
    await call(given, 'POST', '/post/1/like', bob)
    expect((await ask(given, '/user/2', { method: 'DELETE', headers: bob })).status).toBe(204)
    expect(await call(given, 'GET', '/post/1')).toMatchObject({ body: { liked: [], num_liked: 0 } })
    expect(await call(given, 'GET', '/user/1')).toMatchObject({ body: { total_liked: 0 } })
  })
})

describe('following a user', () => {
  const alone = { num_followings: 0, num_followers: 0, following: [], followers: [] }

  it('is a turn by POST, and answers the caller', async () => {
    const { given, bob } = await scene()
    const followed = await call(given, 'POST', '/user/1/follow/', bob)
    expect(followed).toMatchObject({
      status: 200,
      body: { id: 2, email: 'bob@example.org', ...alone, num_followings: 1, following: [1] },
    })
    expect(await call(given, 'GET', '/user/1')).toMatchObject({ body: { ...alone, num_followers: 1, followers: [2] } })
    expect(await call(given, 'POST', '/user/1/follow', bob)).toMatchObject({ status: 200, body: alone })
    expect(await call(given, 'GET', '/user/1')).toMatchObject({ body: alone })
  })

  it('may be repeated by PUT and DELETE', async () => {
    const { given, bob } = await scene()
    for (let times = 0; times < 2; times++)
      expect(await call(given, 'PUT', '/user/1/follow', bob)).toMatchObject({ status: 200, body: { following: [1] } })
    for (let times = 0; times < 2; times++)
      expect(await call(given, 'DELETE', '/user/1/follow', bob)).toMatchObject({ status: 200, body: alone })
  })

  it('puts whom many follow first on the list of users', async () => {
    const { given, ann, bob } = await scene()
    await member(given, 'cho')
    await call(given, 'POST', '/user/1/follow', bob)
    const listed = async () => (await listOf(given, '/user?ordering=-num_followers')).map(({ id }) => id)
    expect(await listed()).toEqual([1, 3, 2])
    await call(given, 'DELETE', '/user/1/follow', bob)
    await call(given, 'POST', '/user/2/follow', ann)
    expect(await listed()).toEqual([2, 3, 1])
  })

  it('is refused of oneself, of nobody, and of somebody who waits for the link or is suspended', async () => {
    const { given, ann, bob } = await scene()
    const pending = String((await jsonOf(await signUp(given, 'pat'))).id)
    expect(await call(given, 'GET', `/user/${pending}`)).toMatchObject({
      status: 404,
      body: { code: 'USER_NOT_FOUND' },
    })
    for (const method of ['POST', 'PUT']) {
      expect(await call(given, method, '/user/2/follow', bob)).toMatchObject({
        status: 403,
        body: { code: 'FOLLOWS_ONESELF' },
      })
      for (const id of [pending, '99'])
        expect(await call(given, method, `/user/${id}/follow`, bob)).toMatchObject({
          status: 404,
          body: { code: 'USER_NOT_FOUND' },
        })
      expect(await call(given, method, '/user/1/follow')).toMatchObject({ status: 401 })
    }
    const root = await given.core.accounts.createStaff({
      email: 'root@example.org',
      nickname: 'root',
      password: 'seven-strings',
    })
    await given.core.accounts.suspend({ staff: root._unsafeUnwrap(), id: 1 as never })
    expect(await call(given, 'POST', '/user/1/follow', bob)).toMatchObject({
      status: 403,
      body: { code: 'USER_SUSPENDED' },
    })
    expect(await call(given, 'POST', '/user/2/follow', ann)).toMatchObject({ status: 401 })
    expect(await call(given, 'DELETE', '/user/1/follow', bob)).toMatchObject({ status: 200, body: alone })
  })
})
