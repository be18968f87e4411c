import { expect } from 'vitest'
import type { Place } from '../../story/story.ts'
import { until } from '../../story/until.ts'
import type { Phone } from './app.ts'
import {
  activated,
  comment,
  found,
  home,
  withLastLogin,
  page,
  type Post,
  post,
  user,
  userDetail,
  wordHome,
} from './models.ts'

export const PASSWORD = 'seven-strings'

export type Guest = { readonly id: number; readonly phone: Phone }

/** Signs up, follows the link, logs in, all as the app does it. */
export const join = async (phone: Phone, nickname: string, { linkFor }: Place): Promise<Guest> => {
  const email = `${nickname}@example.org`
  const fields = {
    email,
    nickname,
    instrument: 'guitar, Vocal',
    genre: 'rock',
    password1: PASSWORD,
    password2: PASSWORD,
  }
  const signedUp = await phone.call({ method: 'POST', path: '/user/signup/', fields }, 201, user)
  expect(signedUp).toMatchObject({ email, nickname, instrument: 'Vocal, Guitar', genre: 'Rock', is_active: false })
  await phone.refused(
    { method: 'POST', path: '/user/login/', fields: { email, password: PASSWORD } },
    403,
    'ACTIVATION_PENDING',
  )
  const link = new URL(await linkFor(email))
  const path = `${link.pathname}${link.search}`
  const opened = await phone.call({ path, headers: { Accept: 'application/json' } }, 200, activated)
  expect(opened.is_active).toBe(true)
  await phone.refused(
    { method: 'POST', path: '/user/login/', fields: { email, password: 'other' } },
    401,
    'WRONG_CREDENTIALS',
  )
  const { token, user: me } = await phone.call(
    { method: 'POST', path: '/user/login/', fields: { email, password: PASSWORD } },
    200,
    withLastLogin,
  )
  phone.token = token
  expect(me).toMatchObject({ id: signedUp.id, email, is_active: true })
  return { id: me.id, phone }
}

/** What anybody sees who opens the app. */
export const lookAround = async (phone: Phone, authorId: number): Promise<void> => {
  await phone.call({ path: '/home/' }, 200, home)
  await phone.call({ path: '/home' }, 200, home)
  await phone.call({ path: '/home/genre/rock/' }, 200, wordHome)
  await phone.call({ path: '/home/instrument/Guitar/' }, 200, wordHome)
  await phone.refused({ path: '/home/genre/polka/' }, 400, 'VALIDATION_FAILED')
  await phone.call({ path: '/user/?ordering=nickname&page_size=1' }, 200, page(user))
  for (const ordering of ['-num_liked', '-num_comments', '-created_date'])
    await phone.call({ path: `/post/?ordering=${ordering}&genre=Rock` }, 200, page(post))
  await phone.call({ path: `/user/${authorId}/` }, 200, userDetail)
  const { posts_by_title: titles } = await phone.call(
    { path: `/search/?keyword=${encodeURIComponent('blue')}` },
    200,
    found,
  )
  expect(titles.map(({ title }) => title)).toContain('Blue 0')
  await phone.call({ path: `/search/?keyword=${encodeURIComponent('파란')}` }, 200, found)
  await phone.refused({ path: '/search/?keyword=' }, 400, 'VALIDATION_FAILED')
  await phone.refused({ path: '/post/99999/' }, 404, 'POST_NOT_FOUND')
  await phone.refused({ path: '/user/99999/' }, 404, 'USER_NOT_FOUND')
}

/** Pages forward and back by the addresses the lists give. */
export const leaf = async (phone: Phone): Promise<void> => {
  const first = await phone.call({ path: '/post/?page_size=1' }, 200, page(post))
  const next = new URL(first.next ?? '')
  const second = await phone.call({ path: `${next.pathname}${next.search}` }, 200, page(post))
  const previous = new URL(second.previous ?? '')
  const again = await phone.call({ path: `${previous.pathname}${previous.search}` }, 200, page(post))
  expect(again.results.map(({ id }) => id)).toEqual(first.results.map(({ id }) => id))
  expect(second.results[0]?.id).not.toBe(first.results[0]?.id)
}

const track = (bytes: Uint8Array, type: string | null) => ({ bytes, type, fileName: 'record.m4a' })

export const postTrack = (phone: Phone, title: string, bytes: Uint8Array, type: string | null): Promise<Post> =>
  phone.call(
    {
      method: 'POST',
      path: '/post/',
      fields: { title, instrument: 'Guitar', genre: 'Rock, jazz', bpm: '120' },
      files: { author_track: track(bytes, type) },
    },
    201,
    post,
  )

export const answerTrack = (phone: Phone, postId: number, bytes: Uint8Array, type: string | null) =>
  phone.call(
    {
      method: 'POST',
      path: `/post/${postId}/comments/`,
      fields: { instrument: 'bass' },
      files: { comment_track: track(bytes, type) },
    },
    201,
    comment,
  )

/** The name of a cached copy on the phone. */
export const cachedAs = (path: string): string => path.split('/').slice(0, 2).join('/')

/** Plays as players do: two bytes to see whether it can be had in parts, then a part, then all. */
export const play = async (phone: Phone, path: string): Promise<void> => {
  const media = { path: `/media/${path}` }
  const probe = await phone.ask({ ...media, headers: { Range: 'bytes=0-1' } })
  expect([probe.status, probe.headers['accept-ranges']]).toEqual([206, 'bytes'])
  const size = Number(probe.headers['content-range']?.split('/')[1])
  const part = await phone.ask({
    ...media,
    headers: { Range: `bytes=100-${size - 1}`, 'If-Range': probe.headers['etag'] ?? '' },
  })
  expect([part.status, part.headers['content-length']]).toEqual([206, String(size - 100)])
  const all = await phone.ask(media)
  expect([all.status, all.headers['content-length'], all.isWhole]).toEqual([200, String(size), true])
  const kept = await phone.ask({ ...media, headers: { 'If-None-Match': probe.headers['etag'] ?? '' } })
  expect(kept.status).toBe(304)
}

/** The post once its master is there. */
export const mixed = (phone: Phone, postId: number): Promise<Post> =>
  until(`the master of post ${postId}`, async () => {
    const now = await phone.call({ path: `/post/${postId}/` }, 200, post)
    return now.mix?.status === 'done' ? now : undefined
  })
