import { describe, expect, it } from 'vitest'
import {
  commentTrack,
  house,
  jsonOf,
  type Json,
  member,
  PUBLIC_URL,
  postTrack,
  recording,
  SONG,
  trackForm,
  work,
} from './house.ts'

const whole = async () => {
  const given = house()
  const author = await member(given, 'ann')
  const other = await member(given, 'bob')
  return { given, app: given.app, author, other }
}

const send = (method: string, fields: object, headers: object) => ({
  method,
  body: JSON.stringify(fields),
  headers: { ...headers, 'Content-Type': 'application/json' },
})

describe('posts', () => {
  it('tells the whole story: post, answer, mix, hear', async () => {
    const { given, app, author, other } = await whole()
    const posted = await postTrack(given, author)
    expect(posted).toMatchObject({
      title: 'Blue',
      instrument: 'Guitar',
      genres: ['Rock'],
      mix: null,
      master_track: null,
    })
    const id = String(posted.id)
    const answered = await commentTrack(given, id, other)
    expect(answered).toMatchObject({ is_mixed: false, post: 'Blue', instrument: 'Bass', author: { nickname: 'bob' } })
    const asked = await app.request(`/post/${id}/mix`, send('PATCH', { mix_tracks: String(answered.id) }, author))
    expect(asked.status).toBe(200)
    expect(await jsonOf(asked)).toMatchObject({ mix: { status: 'queued', progress: 0 }, master_track: null })
    await work(given)
    const mixed = await jsonOf(await app.request(`/post/${id}/`))
    expect(mixed).toMatchObject({ num_comments: 1, mix: { status: 'done', progress: 100, revision: 1 } })
    expect(Object.keys(mixed.mixed_tracks as Json)).toEqual(['Bass'])
    const master = await app.request(`/media/${String(mixed.master_track)}`)
    expect(master.status).toBe(200)
    expect((await master.arrayBuffer()).byteLength).toBeGreaterThan(100)
  })

  it('leaves out what it does not know, whatever that is made of', async () => {
    const { given, app, author, other } = await whole()
    const { id } = await postTrack(given, author)
    await commentTrack(given, String(id), other)
    const read = await jsonOf(await app.request(`/post/${String(id)}`))
    const { author: by, mixed_tracks, comment_tracks } = read
    const unknown = { author: by, mixed_tracks, comment_tracks, liked: [[1]] }
    const sent = await app.request(`/post/${String(id)}`, send('PATCH', { ...unknown, title: 'Red' }, author))
    expect(sent.status).toBe(200)
    const { comment_tracks: after, ...shown } = await jsonOf(sent)
    expect({ ...shown, comment_tracks }).toEqual({ ...read, title: 'Red' })
    expect(after).toMatchObject({ Bass: [{ post: 'Red' }] })
  })

  it('answers a creation with 201, the object and where it is', async () => {
    const { given, app, author } = await whole()
    const body = trackForm({ ...SONG, bpm: '120' }, 'author_track', recording())
    const answer = await app.request('/post/', { method: 'POST', body, headers: author })
    expect(answer.status).toBe(201)
    const created = await jsonOf(answer)
    expect(answer.headers.get('Location')).toBe(`${PUBLIC_URL}/post/${String(created.id)}`)
    expect(created).toMatchObject({
      bpm: 120,
      post_img: null,
      liked: [],
      num_liked: 0,
      num_comments: 0,
      mixed_tracks: {},
      comment_tracks: {},
    })
    expect(created.created_date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(created.author_track).toMatch(/^user_\d+\/Post_\d+\/track_[0-9a-f]{16}\.wav$/)
    expect(given.world.files.staged()).toEqual([])
  })

  it('shows a comment of two instruments under both, and a key only where it has one', async () => {
    const { given, app, author, other } = await whole()
    const { id } = await postTrack(given, author)
    await commentTrack(given, id, other, 'Vocal, bass')
    const shown = await jsonOf(await app.request(`/post/${String(id)}`))
    expect(Object.keys(shown.comment_tracks as Json)).toEqual(['Vocal', 'Bass'])
    expect(shown.mixed_tracks).toEqual({})
  })

  it.each(['POST', 'PATCH'])('edits by %s what is sent, and nothing that is not a field', async (method) => {
    const { given, app, author } = await whole()
    const { id, master_track: master } = await postTrack(given, author)
    const fields = { title: 'Red', master_track: 'x', is_staff: true, id: 99, bpm: 90 }
    const answer = await app.request(`/post/${String(id)}`, send(method, fields, author))
    expect(answer.status).toBe(200)
    expect(await jsonOf(answer)).toMatchObject({ id, title: 'Red', bpm: 90, genre: 'Rock', master_track: master })
  })

  it('shows the core no field that is not of the form, and no query that is not of the list', async () => {
    const seen: unknown[] = []
    const { edit, list } = house().core.posts
    const given = house({
      posts: {
        edit: (asked) => (seen.push(asked), edit(asked)),
        list: (form, cursor) => (seen.push(form), list(form, cursor)),
      },
    })
    const author = await member(given, 'ann')
    await given.app.request('/post/1', send('PATCH', { title: 'Red', is_staff: true, master_track: 'x' }, author))
    await given.app.request('/post?genre=Rock&is_staff=true&genre=Jazz')
    expect(seen).toEqual([{ id: 1, editor: 1, title: 'Red' }, { genres: ['Rock', 'Jazz'] }])
  })

  it('lets nobody else edit, mix or delete', async () => {
    const { given, app, author, other } = await whole()
    const { id } = await postTrack(given, author)
    const comment = await commentTrack(given, id, other)
    const path = `/post/${String(id)}`
    const refused = await Promise.all([
      app.request(path, send('PATCH', { title: 'Mine' }, other)),
      app.request(path, { method: 'DELETE', headers: other }),
      app.request(`${path}/mix`, send('PATCH', { mix_tracks: [] }, other)),
      app.request(`/post/comment/${String(comment.id)}`, { method: 'DELETE', headers: author }),
      app.request(`/post/comment/${String(comment.id)}`, send('PATCH', { instrument: 'Drums' }, author)),
    ])
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
    const codes = await Promise.all(refused.map(async (answer) => (await jsonOf(answer)).code))
    expect(codes).toEqual([
      'NOT_THE_POST_AUTHOR',
      'NOT_THE_POST_AUTHOR',
      'NOT_THE_POST_AUTHOR',
      'NOT_THE_COMMENT_AUTHOR',
      'NOT_THE_COMMENT_AUTHOR',
    ])
  })

  it('deletes with 204 and no body, and then it is gone', async () => {
    const { given, app, author, other } = await whole()
    const { id } = await postTrack(given, author)
    const comment = await commentTrack(given, id, other)
    const gone = await app.request(`/post/comment/${String(comment.id)}/`, { method: 'DELETE', headers: other })
    expect([gone.status, await gone.text()]).toEqual([204, ''])
    expect((await app.request(`/post/comment/${String(comment.id)}`)).status).toBe(404)
    expect((await app.request(`/post/${String(id)}`, { method: 'DELETE', headers: author })).status).toBe(204)
    const after = await jsonOf(await app.request(`/post/${String(id)}`))
    expect(after).toMatchObject({ status: 404, code: 'POST_NOT_FOUND' })
    await work(given)
    expect(given.world.files.paths()).toEqual([])
  })

  it('reads and edits a comment', async () => {
    const { given, app, author, other } = await whole()
    const { id } = await postTrack(given, author)
    const comment = await commentTrack(given, id, other)
    const path = `/post/comment/${String(comment.id)}`
    const changed = await app.request(path, send('POST', { instrument: ['Drums', 'other'] }, other))
    expect(await jsonOf(changed)).toMatchObject({ instrument: 'Drums, Other', instruments: ['Drums', 'Other'] })
    expect(await jsonOf(await app.request(path))).toMatchObject({ instrument: 'Drums, Other' })
  })

  it('names every id that is no comment of the post, and changes nothing', async () => {
    const { given, app, author, other } = await whole()
    const { id } = await postTrack(given, author)
    const comment = await commentTrack(given, id, other)
    const answer = await app.request(
      `/post/${String(id)}/mix`,
      send('PATCH', { mix_tracks: `${String(comment.id)}, 77, 78` }, author),
    )
    expect(answer.status).toBe(404)
    const problem = await jsonOf(answer)
    expect(problem).toMatchObject({ code: 'NOT_COMMENTS_OF_THE_POST', ids: [77, 78] })
    expect(problem.detail).toContain('77, 78')
    expect((await jsonOf(await app.request(`/post/${String(id)}`))).mix).toBeNull()
  })

  it('names every bad field at once, the missing file among them', async () => {
    const { app, author } = await whole()
    const form = new FormData()
    form.append('instrument', 'Harp')
    form.append('author_track', '')
    const problem = await jsonOf(await app.request('/post', { method: 'POST', body: form, headers: author }))
    const errors = problem.errors as readonly { field: string; code: string }[]
    expect(errors.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'title REQUIRED',
      'instrument UNKNOWN_WORD',
      'genre REQUIRED',
      'author_track REQUIRED',
    ])
  })
})
