import { describe, expect, test } from 'vitest'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, answered, POST_FORM, posted, song, sound, staged } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

const nowhere = postIdOf(99)

describe('editing a post', () => {
  test('changes what was sent and keeps the rest', async () => {
    const on = world()
    const { ann, postId } = await song(on)
    await valueOf(on.app.posts.edit({ id: postId, editor: ann, title: '새벽', bpm: '' }))
    expect(await valueOf(on.app.posts.read(postId))).toMatchObject({
      title: '새벽',
      bpm: null,
      instruments: ['Guitar'],
    })
  })

  test('is refused to others, for what is not there, and for what is no title', async () => {
    const on = world()
    const { ann, bob, postId } = await song(on)
    const edit = (id: typeof postId, editor: typeof ann, title: string) =>
      refusalOf(on.app.posts.edit({ id, editor, title }))
    expect(await edit(postId, bob, '')).toEqual({ type: 'NotThePostAuthor', postId })
    expect(await edit(nowhere, ann, 'a title')).toEqual({ type: 'PostNotFound', id: nowhere })
    expect(await edit(postId, ann, ' ')).toMatchObject({ faults: [{ field: 'title', code: 'REQUIRED' }] })
    expect(await valueOf(on.app.posts.read(postId))).toMatchObject({ title: POST_FORM.title })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: song,
      act: ({ app }, { postId, ann }) => app.posts.edit({ id: postId, editor: ann, title: '새벽' }),
    })
    expect(failed).toEqual(['unitOfWork.run', 'posts.byId', 'posts.save', 'unitOfWork.commit'])
  })
})

describe('deleting a post', () => {
  test('takes its comments, its mix and all its files along, and nothing else', async () => {
    const on = world()
    const { ann, postId, bass } = await song(on)
    const other = await posted(on, ann)
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
    await on.work()
    expect(on.uploads()).toHaveLength(4)
    await valueOf(on.app.posts.delete({ id: postId, remover: ann }))
    expect(on.uploads()).toHaveLength(4)
    await on.work()
    expect(on.uploads()).toEqual([(await valueOf(on.app.posts.read(other))).track])
    const { posts, comments, mixes } = await on.rows()
    expect([[...posts.keys()], comments.size, mixes.size]).toEqual([[other], 0, 0])
  })

  test('is refused to others and for what is not there', async () => {
    const on = world()
    const { ann, bob, postId } = await song(on)
    const refusal = await refusalOf(on.app.posts.delete({ id: postId, remover: bob }))
    expect(refusal).toEqual({ type: 'NotThePostAuthor', postId })
    expect(await refusalOf(on.app.posts.delete({ id: nowhere, remover: ann }))).toEqual({
      type: 'PostNotFound',
      id: 99,
    })
    expect(await on.jobs()).toEqual([])
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: song,
      act: ({ app }, { postId, ann }) => app.posts.delete({ id: postId, remover: ann }),
    })
    expect(failed).toEqual(['unitOfWork.run', 'posts.byId', 'posts.remove', 'jobs.add', 'unitOfWork.commit'])
  })

  test('leaves its files to a job that is tried again until they are gone', async () => {
    const on = world()
    const { ann, postId } = await song(on)
    await valueOf(on.app.posts.delete({ id: postId, remover: ann }))
    const [job] = await on.jobs()
    on.outage.breakDown('files')
    expect(await refusalOf(on.app.worker.performJob(job!))).toMatchObject({ type: 'JobFailure', job })
    on.outage.repair()
    await valueOf(on.app.worker.performJob(job!))
    await valueOf(on.app.worker.performJob(job!))
    expect(on.files.paths()).toEqual([])
  })
})

describe('reading posts', () => {
  test('gives the newest first, page by page, forwards and back', async () => {
    const on = world()
    const ann = await active(on)
    const ids = []
    for (let at = 0; at < 5; at++) {
      ids.unshift(await posted(on, ann))
      on.clock.advance(1)
    }
    const form = { pageSize: 2 }
    const first = await valueOf(on.app.posts.list(form, null))
    const second = await valueOf(on.app.posts.list(form, first.next))
    const third = await valueOf(on.app.posts.list(form, second.next))
    const read = [first, second, third].map(({ rows }) => rows.map(({ id }) => id))
    expect(read).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)])
    expect([first.previous, third.next]).toEqual([null, null])
    const back = await valueOf(on.app.posts.list(form, third.previous))
    expect(back).toEqual(second)
    const start = await valueOf(on.app.posts.list(form, back.previous))
    expect(start.rows).toEqual(first.rows)
    expect(start.previous).toBeNull()
  })

  test('gives those with an instrument and of a genre, in the order asked for', async () => {
    const on = world()
    const { ann, postId, bob } = await song(on)
    const quiet = await posted(on, ann)
    await valueOf(on.app.posts.edit({ id: quiet, editor: ann, instruments: 'Drums', genres: 'Jazz' }))
    await answered(on, postId, bob)
    const ids = async (form: object) => (await valueOf(on.app.posts.list(form, null))).rows.map(({ id }) => id)
    expect(await ids({ instruments: 'drums, bass' })).toEqual([quiet])
    expect(await ids({ genres: ['pop'], instruments: '' })).toEqual([postId])
    expect(await ids({ order: 'mostCommented' })).toEqual([postId, quiet])
    expect(await ids({ order: '' })).toEqual([quiet, postId])
  })

  test('refuses what is no order, no word and no size, all at once', async () => {
    const { app } = world()
    const refusal = await refusalOf(
      app.posts.list(whatever({ order: 'title', instruments: 'x', genres: 'y', pageSize: '0' }), null),
    )
    expect(refusal).toMatchObject({
      faults: [
        {
          field: 'order',
          code: 'UNKNOWN_WORD',
          word: 'title',
          allowed: ['newest', 'mostLiked', 'mostCommented'],
        },
        { field: 'instruments', code: 'UNKNOWN_WORD' },
        { field: 'genres', code: 'UNKNOWN_WORD' },
        { field: 'pageSize', code: 'MALFORMED' },
      ],
    })
    expect(await refusalOf(app.posts.list({ order: whatever(['mostLiked']) }, null))).toMatchObject({
      faults: [{ field: 'order', code: 'MALFORMED', expected: 'text' }],
    })
  })

  test('says that a post is not there only if it can look', async () => {
    const on = world()
    expect(await refusalOf(on.app.posts.read(nowhere))).toEqual({ type: 'PostNotFound', id: nowhere })
    on.outage.breakDown('database')
    await expectUnavailable(on.app.posts.read(nowhere))
    await expectUnavailable(on.app.posts.list({}, null))
  })
})

describe('a file of a post', () => {
  test('is read whole or in part', async () => {
    const on = world()
    const { postId } = await song(on)
    const { track } = await valueOf(on.app.posts.read(postId))
    const bytes = sound(48, 0.1)
    const read = async (range?: { first: number; last: number }) => {
      const blob = await valueOf(on.app.media.read(track, range))
      const pieces: Uint8Array[] = []
      for await (const piece of blob.bytes) pieces.push(piece._unsafeUnwrap())
      return { size: blob.size, bytes: new Uint8Array(Buffer.concat(pieces)) }
    }
    expect(await read()).toEqual({ size: bytes.length, bytes })
    expect(await read({ first: 4, last: 7 })).toEqual({ size: bytes.length, bytes: bytes.subarray(4, 8) })
  })

  test('is not there under any other name', async () => {
    const { app } = world()
    for (const path of ['../secret', '/etc/passwd', 'user_1/Post_1/no_such.mp3']) {
      expect(await refusalOf(app.media.read(path))).toEqual({ type: 'MediaNotFound', path })
    }
  })

  test('is out of reach, not missing, while files are', async () => {
    const on = world()
    await staged(on)
    on.outage.breakDown('files')
    await expectUnavailable(on.app.media.read('user_1/Post_1/track.mp3'))
  })
})
