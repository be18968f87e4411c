import { describe, expect, it } from 'vitest'
import { bomb, png, seen } from '../../images/pictures.ts'
import { BODIES } from './asking.ts'
import { commentTrack, house, jsonOf, member, postTrack } from './house.ts'

const whole = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  const { id } = await jsonOf(await given.app.request('/user/1'))
  return { given, app: given.app, ann, bob: await member(given, 'bob'), at: `/user/${String(id)}/profile_img` }
}

const files = (sent: Readonly<Record<string, Uint8Array | string>>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(sent)) {
    if (typeof value === 'string') form.append(name, value)
    else form.append(name, new Blob([Uint8Array.from(value)], { type: 'multipart/form-data' }), 'picture.png')
  }
  return form
}

describe('/user/<id>/profile_img', () => {
  it('takes pictures, shows them and serves them as what they are', async () => {
    const { app, ann, at } = await whole()
    expect(await jsonOf(await app.request(at))).toEqual({ profile_img: null, profile_bg: null })
    const body = files({ profile_img: await png(20, 10), profile_bg: await png(20, 10) })
    const sent = await app.request(at, { method: 'POST', body, headers: ann })
    expect(sent.status).toBe(200)
    const shown = await jsonOf(sent)
    for (const path of [at, `${at}/`, at.replace('_', '-'), `${at.replace('_', '-')}/`])
      expect(await jsonOf(await app.request(path))).toEqual(shown)
    expect(await jsonOf(await app.request(at.replace('/profile_img', '')))).toMatchObject(shown)
    for (const [path, size] of [
      [String(shown.profile_img), 400],
      [String(shown.profile_img).replace('_400.', '_200.'), 200],
      [String(shown.profile_bg), 750],
    ] as const) {
      const served = await app.request(`/media/${path}`)
      expect([served.status, served.headers.get('Content-Type')]).toEqual([200, 'image/webp'])
      expect(served.headers.get('Cache-Control')).toContain('immutable')
      expect(await seen(new Uint8Array(await served.arrayBuffer()))).toMatchObject({ width: size })
    }
  })

  it.each(Object.entries(BODIES))('removes one by an empty text in %s, and both by DELETE', async (_, written) => {
    const { app, ann, at } = await whole()
    const body = files({ profile_img: await png(4, 4), profile_bg: await png(4, 4) })
    const both = await jsonOf(await app.request(at, { method: 'PATCH', body, headers: ann }))
    const { headers, ...empty } = written({ profile_img: '' })
    const one = await app.request(at, { method: 'PATCH', ...empty, headers: { ...headers, ...ann } })
    expect(await jsonOf(one)).toEqual({ ...both, profile_img: null })
    const none = await app.request(at, { method: 'DELETE', headers: ann })
    expect([none.status, await jsonOf(none)]).toEqual([200, { profile_img: null, profile_bg: null }])
  })

  it('takes an empty part without a file name for the empty text, whatever type it names', async () => {
    const { app, ann, at } = await whole()
    await app.request(at, { method: 'POST', body: files({ profile_img: await png(4, 4) }), headers: ann })
    const part = (disposition: string) => ({
      method: 'POST',
      headers: { ...ann, 'Content-Type': 'multipart/form-data; boundary=b' },
      body: `--b\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: multipart/form-data\r\n\r\n\r\n--b--\r\n`,
    })
    // What a browser sends where no file was chosen: nothing changes.
    const unchosen = await jsonOf(await app.request(at, part('name="profile_img"; filename=""')))
    expect(unchosen.profile_img).not.toBeNull()
    expect(await jsonOf(await app.request(at, part('name="profile_img"')))).toMatchObject({ profile_img: null })
  })

  it('refuses strangers, what is no picture and what is too large, by code, and leaves nothing', async () => {
    const { given, app, ann, bob, at } = await whole()
    const large = await bomb(7000, 6000)
    const asked = async (headers: object, file: Uint8Array) => {
      const sent = { method: 'POST', body: files({ profile_img: file }), headers: { ...headers } }
      const answer = await app.request(at, sent)
      return [answer.status, (await jsonOf(answer)).code]
    }
    expect(await asked({}, await png(4, 4))).toEqual([401, 'NOT_AUTHENTICATED'])
    expect(await asked(bob, await png(4, 4))).toEqual([403, 'NOT_THE_OWNER'])
    expect(await asked(ann, Buffer.from('a song'))).toEqual([422, 'IMAGE_UNSUPPORTED'])
    expect(await asked(ann, (await png(90, 90)).subarray(0, 150))).toEqual([422, 'IMAGE_UNDECODABLE'])
    expect(await asked(ann, large)).toEqual([422, 'IMAGE_TOO_LARGE'])
    given.world.outage.breakDown('images')
    expect(await asked(ann, await png(4, 4))).toEqual([503, 'SERVICE_UNAVAILABLE'])
    expect([given.world.files.paths(), given.world.files.staged()]).toEqual([[], []])
  })
})

describe('pictures in other views', () => {
  it('show the author’s beside posts and comments', async () => {
    const { given, app, ann, at } = await whole()
    const body = files({ profile_img: await png(4, 4) })
    const { profile_img: picture } = await jsonOf(await app.request(at, { method: 'POST', body, headers: ann }))
    const post = await postTrack(given, ann)
    const comment = await commentTrack(given, String(post.id), ann)
    expect([post.author, comment.author]).toMatchObject([{ profile_img: picture }, { profile_img: picture }])
  })

  it('give a post one, another and none', async () => {
    const { given, app, ann } = await whole()
    const post = await postTrack(given, ann)
    expect(post.post_img).toBeNull()
    const at = `/post/${String(post.id)}`
    const sent = await app.request(at, { method: 'PATCH', body: files({ post_img: await png(9, 4) }), headers: ann })
    const { post_img: image } = await jsonOf(sent)
    expect(image).toMatch(/^user_1\/Post_1\/post_img_[0-9a-f]{16}_750\.webp$/)
    expect((await app.request(`/media/${String(image)}`)).headers.get('Content-Type')).toBe('image/webp')
    const { headers, ...empty } = BODIES.JSON({ post_img: '' })
    const without = await app.request(at, { method: 'POST', ...empty, headers: { ...headers, ...ann } })
    expect(await jsonOf(without)).toEqual(post)
  })
})
