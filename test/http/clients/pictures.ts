import { expect } from 'vitest'
import { png } from '../../images/pictures.ts'
import type { Dialect, Phone } from './app.ts'
import { pictures, type Post, post, user } from './models.ts'
import type { Guest } from './steps.ts'

const isShown = async (phone: Phone, path: string | null): Promise<void> => {
  const { status, headers } = await phone.ask({ path: `/media/${path ?? ''}` })
  expect([path, status, headers['content-type']]).toEqual([path, 200, 'image/webp'])
}

/** Pictures of oneself and of a song: put up, seen by somebody else, and taken down. */
export const decorate = async (dialect: Dialect, { id, phone }: Guest, other: Guest, song: Post): Promise<void> => {
  const picture = { bytes: await png(500, 400), type: dialect.pictureType, fileName: 'profile.jpg' }
  const at = (spelling: string) => ({ method: 'POST', path: `/user/${id}/${spelling}/` }) as const
  const first = await phone.call({ ...at('profile_img'), files: { profile_img: picture } }, 200, pictures)
  expect(first.profile_bg).toBeNull()
  const both = await phone.call({ ...at('profile-img'), files: { profile_bg: picture } }, 200, pictures)
  expect(both).toEqual({ profile_img: first.profile_img, profile_bg: expect.any(String) as string })
  await isShown(other.phone, both.profile_img)
  await isShown(other.phone, both.profile_bg)
  expect(await other.phone.call({ path: `/user/${id}/profile_img/` }, 200, pictures)).toEqual(both)
  expect(await other.phone.call({ path: `/user/${id}/` }, 200, user)).toMatchObject(both)

  const change = { method: 'PATCH', path: `/post/${song.id}/` } as const
  const covered = await phone.call({ ...change, files: { post_img: picture } }, 200, post)
  expect(covered.author.profile_img).toBe(both.profile_img)
  await isShown(other.phone, covered.post_img)
  expect((await phone.call({ ...change, fields: { post_img: '' } }, 200, post)).post_img).toBeNull()

  const text = { ...picture, bytes: Buffer.from('no picture') }
  await phone.refused({ ...at('profile_img'), files: { profile_img: text } }, 422, 'IMAGE_UNSUPPORTED')
  const bare = await phone.call({ ...at('profile_img'), fields: { profile_bg: '' } }, 200, pictures)
  expect(bare).toEqual({ profile_img: first.profile_img, profile_bg: null })
  const none = await phone.call({ method: 'DELETE', path: `/user/${id}/profile_img/` }, 200, pictures)
  expect(none).toEqual({ profile_img: null, profile_bg: null })
}
