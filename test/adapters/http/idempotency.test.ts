import { errAsync, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { unavailable } from '#application/shared/outcome.ts'
import { DAY } from '#domain/shared/instant.ts'
import { gate } from '#adapters/testing/contracts/subject.ts'
import { ask } from './asking.ts'
import { house, jsonOf, type Json, member, post, postTrack, recording, SONG, trackForm } from './house.ts'

const ONE = { 'Idempotency-Key': '"8e03978e-40d5"' }
const broken = unavailable('database', new Error('on purpose'))

const pair = async () => {
  const given = house()
  return { given, ann: await member(given, 'ann'), bob: await member(given, 'bob') }
}

type Pair = Awaited<ReturnType<typeof pair>>

const write = ({ given, ann }: Pair, content = 'bass?', headers: object = ONE) =>
  ask(given, '/message', { fields: { to_user: '2', content }, headers: { ...ann, ...headers } })

const sentBy = async ({ given }: Pair, headers: Readonly<Record<string, string>>) => {
  const { results } = await jsonOf(await ask(given, '/message/sent?page_size=100', { headers }))
  return (results as readonly Json[]).length
}

const told = ({ status, headers }: Response) => [status, headers.get('Location'), headers.get('Content-Type')]

const codeOf = async (answer: Response) => [answer.status, (await jsonOf(answer)).code]

const song = (fields: Readonly<Record<string, string>> = SONG, hertz = 440) =>
  trackForm(fields, 'author_track', recording(hertz))

const postSong = ({ given, ann }: Pair, body: FormData, headers: object = ONE) =>
  given.app.request('/post', { method: 'POST', body, headers: { ...ann, ...headers } })

describe('a message with an idempotency key', () => {
  it('is sent once, and answered alike', async () => {
    const home = await pair()
    const [first, second] = [await write(home), await write(home)]
    expect(told(second)).toEqual(told(first))
    expect(await second.text()).toBe(await first.text())
    expect([first, second].map(({ headers }) => headers.get('Idempotency-Replayed'))).toEqual([null, 'true'])
    expect(await sentBy(home, home.ann)).toBe(1)
  })

  it.each(['JSON', 'a form', 'multipart'] as const)('is the same message when it is sent again as %s', async (as) => {
    const home = await pair()
    const { given, ann } = home
    const headers = { ...ann, ...ONE, 'Content-Type': 'application/json' }
    const first = await given.app.request('/message', {
      method: 'POST',
      headers,
      body: JSON.stringify({ to_user: 2, content: 'bass?\nor drums?' }),
    })
    const fields = { to_user: '2', content: as === 'JSON' ? 'bass?\nor drums?' : 'bass?\r\nor drums?' }
    const again = await ask(given, '/message', { as, fields, headers: { ...ann, ...ONE } })
    expect([first.status, again.status, await again.text()]).toEqual([201, 201, await first.text()])
    expect(await sentBy(home, ann)).toBe(1)
  })

  it('is answered as it was then, also when it was read and deleted since', async () => {
    const home = await pair()
    const body = await (await write(home)).text()
    await ask(home.given, '/message/inbox/1', { headers: home.bob })
    await ask(home.given, '/message/sent/1', { method: 'DELETE', headers: home.ann })
    const again = await write(home)
    expect([again.status, await again.text()]).toEqual([201, body])
  })

  it('is another one a day later, under another key, by somebody else, and without a key', async () => {
    const home = await pair()
    const ids: unknown[] = []
    const note = async (answer: Promise<Response>) => ids.push((await jsonOf(await answer)).id)
    await note(write(home))
    await note(write(home, 'bass?', { 'Idempotency-Key': 'two' }))
    await note(
      ask(home.given, '/message', { fields: { to_user: '1', content: 'a' }, headers: { ...home.bob, ...ONE } }),
    )
    await note(write(home, 'bass?', {}))
    home.given.world.clock.advance(DAY)
    await note(write(home))
    expect(ids).toEqual([1, 2, 3, 4, 5])
  })

  it('is refused for other words, and elsewhere, and the first stays as it is', async () => {
    const home = await pair()
    const first = await (await write(home)).text()
    expect(await codeOf(await write(home, 'drums?'))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect(await codeOf(await postSong(home, song()))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect(home.given.world.files.staged()).toEqual([])
    expect(await (await write(home)).text()).toBe(first)
  })

  it.each(['', 'a b', 'é', 'a'.repeat(256), 'a,\tb'])('is refused for what is no key: %s', async (key) => {
    const home = await pair()
    expect(await codeOf(await write(home, 'bass?', { 'Idempotency-Key': key }))).toEqual([
      400,
      'IDEMPOTENCY_KEY_MALFORMED',
    ])
    expect(await sentBy(home, home.ann)).toBe(0)
  })

  it('asks to wait while the first is at work', async () => {
    const [reached, released] = [gate(), gate()]
    const home = await pair()
    const { send: sendMessage } = home.given.core.messages
    home.given.core.messages.send = (sent) => {
      reached.open()
      return ResultAsync.fromSafePromise(released.opened).andThen(() => sendMessage(sent))
    }
    const first = write(home)
    await reached.opened
    const second = await write(home)
    expect([second.status, second.headers.get('Retry-After'), (await jsonOf(second)).code]).toEqual([
      409,
      '1',
      'IDEMPOTENCY_KEY_IN_USE',
    ])
    expect((await write(home, 'drums?')).status).toBe(422)
    released.open()
    const body = await (await first).text()
    expect(await (await write(home)).text()).toBe(body)
    expect(await sentBy(home, home.ann)).toBe(1)
  })

  it('may be tried again with the same key after it was refused', async () => {
    const home = await pair()
    const send = (to: string) =>
      ask(home.given, '/message', { fields: { to_user: to, content: 'a' }, headers: { ...home.ann, ...ONE } })
    expect([(await send('99')).status, (await send('1')).status, (await send('2')).status]).toEqual([404, 400, 201])
  })

  it('may be tried again after an outage and after a fault of ours', async () => {
    const failures = [
      () => errAsync(broken),
      () => {
        throw new Error('on purpose')
      },
    ]
    const home = await pair()
    const { send: sendMessage } = home.given.core.messages
    home.given.core.messages.send = (sent) => failures.shift()?.() ?? sendMessage(sent)
    expect([(await write(home)).status, (await write(home)).status, (await write(home)).status]).toEqual([
      503, 500, 201,
    ])
    expect(await sentBy(home, home.ann)).toBe(1)
  })

  it('is answered from what was made, where the answer never reached the store', async () => {
    const home = await pair()
    const { storeResponse } = home.given.core.idempotency
    home.given.core.idempotency.storeResponse = () => errAsync(broken)
    const body = await (await write(home)).text()
    home.given.core.idempotency.storeResponse = storeResponse
    for (const _ of ['rebuilt', 'kept']) {
      const again = await write(home)
      expect([again.status, await again.text(), again.headers.get('Location')]).toEqual([
        201,
        body,
        'https://soundhub.example/message/sent/1',
      ])
    }
    expect(await sentBy(home, home.ann)).toBe(1)
  })
})

describe('a track with an idempotency key', () => {
  it('is posted once, however its parts are cut, and leaves nothing staged', async () => {
    const home = await pair()
    const [first, second] = [await postSong(home, song()), await postSong(home, song())]
    expect(told(second)).toEqual(told(first))
    expect(await second.text()).toBe(await first.text())
    const { results } = await jsonOf(await ask(home.given, '/post'))
    expect((results as readonly Json[]).length).toBe(1)
    expect(home.given.world.files.staged()).toEqual([])
    expect(home.given.world.files.paths()).toHaveLength(1)
  })

  it('is refused for another title and for another sound', async () => {
    const home = await pair()
    await postSong(home, song())
    for (const other of [song({ ...SONG, title: 'Red' }), song(SONG, 330)])
      expect(await codeOf(await postSong(home, other))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect(home.given.world.files.staged()).toEqual([])
  })

  it('answers a post once', async () => {
    const home = await pair()
    const { id } = await postTrack(home.given, home.ann)
    const answer = (postId: unknown) =>
      home.given.app.request(`/post/${String(postId)}/comments`, {
        method: 'POST',
        body: trackForm({ instrument: 'bass' }, 'comment_track', recording(220)),
        headers: { ...home.bob, ...ONE },
      })
    const [first, second] = [await answer(id), await answer(id)]
    expect([first.status, await second.text()]).toEqual([201, await first.text()])
    const other = await postTrack(home.given, home.ann)
    expect((await answer(other.id)).status).toBe(422)
    expect(await jsonOf(await ask(home.given, `/post/${String(id)}`))).toMatchObject({ num_comments: 1 })
  })
})

it('a key is nothing to an endpoint that may be repeated anyway', async () => {
  const home = await pair()
  const edit = (nickname: string) => post(home.given.app, '/user/1', { nickname }, { ...home.ann, ...ONE })
  expect([(await edit('eve')).status, (await edit('eva')).status]).toEqual([200, 200])
})
