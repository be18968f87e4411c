import { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { commentIdOf, postIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, answered, song, staged } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const nowhere = commentIdOf(99)

describe('answering a post', () => {
  test('puts the track into the folder of the post, under the post’s author', async () => {
    const on = world()
    const { ann, postId, bass } = await song(on)
    const { track } = await valueOf(on.app.comments.read(bass))
    expect(track).toMatch(new RegExp(`^user_${ann}/Post_${postId}/comment_${bass}_[0-9a-f]{16}\\.wav$`))
    expect(await valueOf(on.app.posts.read(postId))).toMatchObject({ numComments: 1 })
  })

  test('is refused where there is no such post, and leaves nothing behind', async () => {
    const on = world()
    const author = await active(on)
    const outcome = on.app.comments.create({
      postId: postIdOf(9),
      author,
      instruments: 'Bass',
      track: await staged(on),
    })
    expect(await refusalOf(outcome)).toEqual({ type: 'PostNotFound', id: 9 })
    expect([on.files.staged(), on.files.paths()]).toEqual([[], []])
  })

  test('is refused if the post was deleted while the track was looked at, and leaves nothing behind', async () => {
    const on = world()
    const { ann, bob, postId } = await song(on)
    const { blobs } = on.ports
    const app = on.having({
      blobs: {
        ...blobs,
        keep: (file, path) =>
          on.app.posts
            .delete({ id: postId, remover: ann })
            .mapErr((refusal) => refusal as never)
            .andThen(() => ResultAsync.fromSafePromise(on.work()))
            .andThen(() => blobs.keep(file, path)),
      },
    })
    const outcome = app.comments.create({ postId, author: bob, instruments: 'Bass', track: await staged(on) })
    expect(await refusalOf(outcome)).toEqual({ type: 'PostNotFound', id: postId })
    expect([on.files.staged(), on.files.paths()]).toEqual([[], []])
  })
})

describe('editing a comment', () => {
  test('changes its instruments', async () => {
    const on = world()
    const { bob, bass } = await song(on)
    await valueOf(on.app.comments.edit({ id: bass, editor: bob, instruments: 'drums, bass' }))
    expect(await valueOf(on.app.comments.read(bass))).toMatchObject({ instruments: ['Bass', 'Drums'] })
  })

  test('is refused to others, the post’s author too, for what is not there, and for no instrument', async () => {
    const on = world()
    const { ann, bob, bass } = await song(on)
    const edit = (id: typeof bass, editor: typeof ann, instruments: string) =>
      refusalOf(on.app.comments.edit({ id, editor, instruments }))
    expect(await edit(bass, ann, 'Drums')).toEqual({ type: 'NotTheCommentAuthor', commentId: bass })
    expect(await edit(nowhere, bob, 'Drums')).toEqual({ type: 'CommentNotFound', id: nowhere })
    expect(await edit(bass, bob, 'Lute')).toMatchObject({ faults: [{ field: 'instruments', code: 'UNKNOWN_WORD' }] })
  })

  test('is refused if it was deleted before its post was locked', async () => {
    const on = world()
    const { bob, bass } = await song(on)
    let looks = 0
    const unitOfWork: World['ports']['unitOfWork'] = {
      run: (work) =>
        on.ports.unitOfWork.run((transaction) => {
          const { comments } = transaction
          const byId: typeof comments.byId = (id) =>
            looks++ === 0 ? comments.byId(id) : comments.remove(id).andThen(() => comments.byId(id))
          return work({ ...transaction, comments: { ...comments, byId } })
        }),
    }
    const outcome = on.having({ unitOfWork }).comments.edit({ id: bass, editor: bob })
    expect(await refusalOf(outcome)).toEqual({ type: 'CommentNotFound', id: bass })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: song,
      act: ({ app }, { bob, bass }) => app.comments.edit({ id: bass, editor: bob, instruments: 'Drums' }),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'comments.byId',
      'posts.byId',
      'comments.byId',
      'comments.save',
      'unitOfWork.commit',
    ])
  })
})

describe('reading comments', () => {
  test('gives the newest first, page by page', async () => {
    const on = world()
    const { bob, postId, bass } = await song(on)
    on.clock.advance(1)
    const drums = await answered(on, postId, bob)
    const first = await valueOf(on.app.comments.list(postId, { pageSize: 1 }, null))
    const second = await valueOf(on.app.comments.list(postId, { pageSize: 1 }, first.next))
    expect([first, second].map(({ rows }) => rows[0]!.id)).toEqual([drums, bass])
  })

  test('is refused where there is no such post, and for what is no size', async () => {
    const { app } = world()
    expect(await refusalOf(app.comments.list(postIdOf(9), {}, null))).toEqual({ type: 'PostNotFound', id: 9 })
    expect(await refusalOf(app.comments.list(postIdOf(9), { pageSize: whatever('x') }, null))).toMatchObject({
      faults: [{ field: 'pageSize' }],
    })
  })

  test('says so when nobody can look', async () => {
    expect(
      await saysSoWhenAnythingFails({
        given: song,
        act: ({ app }, { postId, bass }) => app.comments.list(postId, {}, null).andThen(() => app.comments.read(bass)),
      }),
    ).toEqual(['commentQueries.ofPost', 'commentQueries.byId'])
  })
})
