import { expect } from 'vitest'
import { type Place, sound } from '../../story/story.ts'
import { type Dialect, Phone } from './app.ts'
import { comment, message, page, type Post, post, said, user, userDetail } from './models.ts'
import { decorate } from './pictures.ts'
import { answerTrack, cachedAs, type Guest, join, leaf, lookAround, mixed, PASSWORD, play, postTrack } from './steps.ts'

/** One mixes, the other one listens; every way to say which comments. */
const mixAndPlay = async (dialect: Dialect, { phone }: Guest, song: Post, ids: readonly number[]): Promise<void> => {
  for (const say of dialect.mixTracks) {
    const call = { method: 'PATCH', path: `/post/${song.id}/mix/`, fields: { mix_tracks: say(ids) } } as const
    const asked = await phone.call(call, 200, post)
    expect(asked.mixed_tracks['Bass']?.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(ids)
  }
  await phone.refused(
    { method: 'PATCH', path: `/post/${song.id}/mix/`, fields: { mix_tracks: '99998, 99999' } },
    404,
    'NOT_COMMENTS_OF_THE_POST',
  )
  const done = await mixed(phone, song.id)
  expect(done.mix).toMatchObject({ status: 'done', progress: 100, revision: dialect.mixTracks.length })
  expect(cachedAs(done.master_track ?? '')).toBe(`user_${done.author.id}/Post_${done.id}`)
  await play(phone, done.master_track ?? '')
  await phone.call({ method: 'PATCH', path: `/post/${song.id}/mix/`, fields: { mix_tracks: '' } }, 200, post)
  expect((await mixed(phone, song.id)).master_track).toBe(done.author_track)
}

/** Messages there and back, read and thrown away on both sides. */
const write = async (from: Guest, to: Guest): Promise<void> => {
  const fields = { to_user: String(to.id), content: '안녕! "Blue" 들었어?\n좋아 🎸' }
  const sent = await from.phone.call({ method: 'POST', path: '/message/', fields }, 201, message)
  expect(sent).toMatchObject({ from_user: from.id, to_user: to.id, content: fields.content, read_date: null })
  const inbox = await to.phone.call({ path: '/message/inbox/' }, 200, page(message))
  expect(inbox.results.map(({ id }) => id)).toContain(sent.id)
  const read = await to.phone.call({ path: `/message/inbox/${sent.id}/` }, 200, message)
  expect(read.read_date).not.toBeNull()
  await to.phone.done({ method: 'DELETE', path: `/message/inbox/${sent.id}/` })
  await to.phone.refused({ path: `/message/inbox/${sent.id}/` }, 404, 'MESSAGE_NOT_FOUND')
  await from.phone.call({ path: '/message/sent/' }, 200, page(message))
  await from.phone.call({ path: `/message/sent/${sent.id}/` }, 200, message)
  await from.phone.done({ method: 'DELETE', path: `/message/sent/${sent.id}/` })
  const tooLong = { to_user: String(to.id), content: 'x'.repeat(1001) }
  await from.phone.refused({ method: 'POST', path: '/message/', fields: tooLong }, 400, 'VALIDATION_FAILED')
}

/** Likes a song and follows its author, and takes both back, by the same call. */
const admire = async ({ id, phone }: Guest, author: Guest, song: Post): Promise<void> => {
  const like = { method: 'POST', path: `/post/${song.id}/like/` } as const
  expect(await phone.call(like, 200, post)).toMatchObject({ id: song.id, liked: [id], num_liked: 1 })
  const follow = { method: 'POST', path: `/user/${author.id}/follow/` } as const
  expect(await phone.call(follow, 200, user)).toMatchObject({ id, following: [author.id], num_followings: 1 })
  const seen = await phone.call({ path: `/user/${author.id}/` }, 200, userDetail)
  expect(seen).toMatchObject({ email: null, followers: [id], num_followers: 1, total_liked: 1 })
  const mine = await phone.call({ path: `/user/${id}/` }, 200, userDetail)
  expect(mine.liked_posts.map((one) => one.id)).toEqual([song.id])
  expect(await phone.call(like, 200, post)).toMatchObject({ liked: [], num_liked: 0 })
  expect(await phone.call(follow, 200, user)).toMatchObject({ following: [], num_followings: 0 })
  await author.phone.refused(like, 403, 'LIKES_OWN_POST')
}

/** Changes what is said of oneself and of one's song. */
const edit = async ({ id, phone }: Guest, other: Guest, song: Post): Promise<void> => {
  const changed = await phone.call(
    { method: 'PATCH', path: `/user/${id}/`, fields: { instrument: 'drums' } },
    200,
    user,
  )
  expect(changed).toMatchObject({ id, instrument: 'Drums', genre: 'Rock' })
  await phone.call({ method: 'POST', path: `/user/${id}/`, fields: { nickname: `${changed.nickname}2` } }, 200, user)
  await phone.refused(
    { method: 'PATCH', path: `/user/${other.id}/`, fields: { instrument: 'bass' } },
    403,
    'NOT_THE_OWNER',
  )
  const retitled = await phone.call(
    { method: 'PATCH', path: `/post/${song.id}/`, fields: { title: '파랑' } },
    200,
    post,
  )
  expect(retitled).toMatchObject({ id: song.id, title: '파랑', bpm: 120, genre: 'Rock, Jazz' })
  await phone.call({ method: 'POST', path: '/user/password/', fields: { password: PASSWORD } }, 200, said)
  await phone.refused(
    { method: 'POST', path: `/post/`, fields: { title: 'x', instrument: 'harp' } },
    400,
    'VALIDATION_FAILED',
  )
}

/** Takes everything away, and leaves. */
const leave = async (author: Guest, other: Guest, song: Post): Promise<void> => {
  const comments = await author.phone.call({ path: `/post/${song.id}/comments/` }, 200, page(comment))
  for (const { id, author: by } of comments.results) {
    expect(by.id).toBe(other.id)
    await other.phone.call({ path: `/post/comment/${id}/` }, 200, comment)
    await other.phone.call(
      { method: 'PATCH', path: `/post/comment/${id}/`, fields: { instrument: 'other' } },
      200,
      comment,
    )
    await other.phone.done({ method: 'DELETE', path: `/post/comment/${id}/` })
  }
  await other.phone.refused({ method: 'DELETE', path: `/post/${song.id}/` }, 403, 'NOT_THE_POST_AUTHOR')
  await author.phone.done({ method: 'DELETE', path: `/post/${song.id}/` })
  await author.phone.call({ method: 'POST', path: '/user/logout/' }, 200, said)
  await author.phone.refused({ path: '/post/' }, 401, 'NOT_AUTHENTICATED')
  await other.phone.done({ method: 'DELETE', path: `/user/${other.id}/` })
}

/** A whole session of two phones with one app: everything the app can do, every answer read by its decoder. */
export const replay = async (dialect: Dialect, place: Place): Promise<void> => {
  const phones = [await Phone.pickUp(dialect, place.url), await Phone.pickUp(dialect, place.url)] as const
  try {
    const ann = await join(phones[0], 'ann', place)
    const bob = await join(phones[1], 'bob', place)
    const songs: Post[] = []
    for (const [at, type] of dialect.soundTypes.entries())
      songs.push(await postTrack(ann.phone, `Blue ${at}`, sound(440, 0.3), type))
    const song = songs[0]!
    expect(song).toMatchObject({ instrument: 'Guitar', genre: 'Rock, Jazz', bpm: 120, mix: null, master_track: null })
    expect(cachedAs(song.author_track)).toBe(`user_${ann.id}/Post_${song.id}`)
    const answers: number[] = []
    for (const [at, type] of dialect.soundTypes.entries()) {
      const answered = await answerTrack(bob.phone, song.id, sound(110 * (at + 1), 0.3), type)
      expect(answered).toMatchObject({ post: 'Blue 0', is_mixed: false, instrument: 'Bass', author: { id: bob.id } })
      expect(answered.comment_track.split('/')[1]).toBe(`Post_${song.id}`)
      answers.push(answered.id)
    }
    await play(bob.phone, song.author_track)
    await lookAround(bob.phone, ann.id)
    await leaf(bob.phone)
    await admire(bob, ann, song)
    await decorate(dialect, ann, bob, song)
    await mixAndPlay(dialect, ann, song, answers)
    await write(bob, ann)
    await edit(ann, bob, song)
    await leave(ann, bob, song)
  } finally {
    for (const phone of phones) phone.hangUp()
  }
}
