import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { httpApp } from '#adapters/http/app.ts'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { soundhub } from '#application/soundhub.ts'

const PUBLIC_URL = 'https://host.example/music'

const WAYS = {
  mount: (host: Hono, app: ReturnType<typeof httpApp>) => host.mount('/music', app.fetch),
  route: (host: Hono, app: ReturnType<typeof httpApp>) => host.route('/music', app),
} as const

/** A musician with two posts, on a Soundhub under `/music` of another app. */
const mounted = async (way: keyof typeof WAYS) => {
  const ports = memoryPorts()
  const hub = soundhub(ports)
  const host = new Hono()
  WAYS[way](host, httpApp(hub, { publicUrl: PUBLIC_URL }))
  host.get('/', (context) => context.text('the host’s own page'))
  await hub.worker.start()
  const form = { email: 'ann@example.org', nickname: 'ann', instruments: 'Guitar', newPassword: 'seven-strings' }
  await hub.accounts.signUp(form)
  await ports.jobRunner.drain()
  const id = (await hub.accounts.activate(ports.mailer.sent()[0]!.secret!))._unsafeUnwrap()
  const { token } = (await hub.accounts.logIn({ email: form.email, password: form.newPassword }))._unsafeUnwrap()
  const send = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${token}`)
    return host.request(`/music${path}`, { ...init, headers })
  }
  const post = async (title: string) => {
    const body = new FormData()
    for (const [name, value] of Object.entries({ title, instrument: 'Guitar', genre: 'Rock' })) body.set(name, value)
    body.set('author_track', new File([waveFile({ channels: [new Float32Array(480)] })], 'a.wav'))
    return send('/post', { method: 'POST', body })
  }
  return { host, send, id, posts: [await post('One'), await post('Two')] as const, stop: () => hub.worker.stop() }
}

describe.each(Object.keys(WAYS) as (keyof typeof WAYS)[])('under a prefix, by %s', (way) => {
  test('links and Location headers lead back under it', async () => {
    const { send, posts, stop } = await mounted(way)
    expect(posts.map(({ status }) => status)).toEqual([201, 201])
    const { id, author_track } = (await posts[0].json()) as { id: number; author_track: string }
    expect(posts[0].headers.get('Location')).toBe(`${PUBLIC_URL}/post/${id}`)
    const list = (await (await send('/post?page_size=1')).json()) as { next: string }
    expect(list.next).toMatch(/^https:\/\/host\.example\/music\/post\?page_size=1&cursor=/)
    const next = await send(list.next.slice(PUBLIC_URL.length))
    expect(((await next.json()) as { results: { id: number }[] }).results.map((post) => post.id)).toEqual([id])
    const part = await send(`/media/${author_track}`, { headers: { Range: 'bytes=0-3' } })
    expect([part.status, await part.text()]).toEqual([206, 'RIFF'])
    await stop()
  })

  test('what is not there, and a method that is not taken, are problems', async () => {
    const { host, send, stop } = await mounted(way)
    const answers = [await send('/nothing'), await send('/post', { method: 'DELETE' }), await send('/post/7/')]
    const problems = await Promise.all(
      answers.map((answer) => answer.json() as Promise<{ code: string; type: string }>),
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 405, 404])
    expect(problems.map(({ code }) => code)).toEqual(['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'POST_NOT_FOUND'])
    expect(problems[0]?.type).toBe(`${PUBLIC_URL}/problems/not-found`)
    expect(answers[1]?.headers.get('Allow')).toBe('GET, HEAD, POST')
    expect(await (await host.request('/')).text()).toBe('the host’s own page')
    expect((await host.request('/elsewhere')).headers.get('Content-Type')).not.toContain('problem')
    await stop()
  })

  test('it answers at the prefix itself, with and without a slash, and the document names it', async () => {
    const { send, stop } = await mounted(way)
    for (const path of ['', '/']) expect((await send(path)).status).toBe(200)
    const document = (await (await send('/openapi.json')).json()) as { servers: { url: string }[] }
    expect(document.servers).toEqual([{ url: PUBLIC_URL }])
    expect(await (await send('/docs')).text()).toContain('data-document="/music/openapi.json"')
    await stop()
  })
})
