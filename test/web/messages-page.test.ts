import { expect, test } from 'vitest'
import type { PageState } from '#adapters/web/contract.ts'
import { pageApp } from '#adapters/web/server/page-app.ts'

const user = (id: number) => ({ id, nickname: `user ${id}`, profile_img: null, post_set: [], liked_posts: [] })

/** The page of an API that knows users below 10 and has messages of 3, 3, 11 and nobody. */
const asked: string[] = []
const answerTo = (path: string): Response => {
  const [, id] = /^\/user\/(\d+)$/.exec(path) ?? []
  if (id !== undefined && Number(id) >= 10)
    return Response.json({ status: 404, code: 'USER_NOT_FOUND' }, { status: 404 })
  if (path.startsWith('/message/'))
    return Response.json({ results: [3, 3, 11, null].map((from) => ({ from_user: from })), next: null, previous: null })
  return Response.json(user(Number(id ?? 2)))
}

const show = async (path: string): Promise<PageState> => {
  let seen: PageState | undefined
  const app = pageApp({
    api: (request) => {
      const { pathname, search } = new URL(request.url)
      asked.push(pathname + search)
      return answerTo(pathname)
    },
    built: {
      render: (state) => {
        seen = state
        return ''
      },
      assets: { script: '', preloads: [], styles: [] },
      files: new Map(),
    },
    publicUrl: 'http://localhost:8000',
    mediaUrl: '/media/',
    googleClientId: null,
    makeDemo: null,
    prefersPage: () => true,
    readMedia: () => Promise.resolve(null),
    languageOf: () => 'en',
    isOwnOrigin: () => true,
  })
  await app(new Request(`http://localhost:8000${path}`, { headers: { Cookie: 'soundhub=a' } }))
  return seen!
}

test('each person of the inbox is asked for once, and only what is shown of them goes to the browser', async () => {
  asked.length = 0
  const { view } = await show('/messages')
  expect(view).toMatchObject({ name: 'messages', box: 'inbox', to: null })
  expect(view).toHaveProperty('people', [{ id: 3, nickname: 'user 3', profile_img: null }])
  expect(asked.filter((path) => path === '/user/3')).toHaveLength(1)
})

test('a page of the sent messages is asked for with its cursor, and whom a message is for', async () => {
  asked.length = 0
  const { view } = await show('/messages?box=sent&cursor=a%2Bb&to=5')
  expect(asked).toContain('/message/sent?page_size=20&cursor=a%2Bb')
  expect(view).toMatchObject({ box: 'sent', to: { id: 5 } })
})
