import { describe, expect, test } from 'vitest'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, answered, masterOf, mastersIn, mixOf, song } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { stoppingWorker } from './workers.ts'
import { type World, world } from './world.ts'

/** Ann's song with Bob's bass and Carol's drums, rendered as each of these lists of comments asks. */
const history = async (on: World, ...mixed: readonly (readonly ('bass' | 'drums')[])[]) => {
  const story = await song(on)
  const carol = await active(on, 'Carol')
  const drums = await answered(on, story.postId, carol)
  const ids = { bass: story.bass, drums }
  const mix = async (...names: readonly (keyof typeof ids)[]) => {
    const stems = names.map((name) => ids[name])
    await valueOf(on.app.mixes.request({ postId: story.postId, requester: story.ann, stems }))
    await on.work()
  }
  for (const names of mixed) await mix(...names)
  return { ...story, carol, drums, mix }
}

const master = (revision: number) => `user_1/Post_1/master_r${revision}_a1.mp3`

const listed = async (on: World, postId: PostId) => (await valueOf(on.app.mixes.revisions(postId))).rows
const numbers = async (on: World, postId: PostId) => (await listed(on, postId)).map(({ revision }) => revision)
const added = (stem: CommentId) => ({
  stem,
  field: 'settings',
  from: null,
  to: { gain: 0, pan: 0, offset: 0, mute: false, solo: false },
})

describe('the revisions of a mix', () => {
  test('tell who is in each, what changed, and which one is heard now', async () => {
    const on = world()
    const { ann, bob, carol, postId, bass, drums } = await history(on, ['bass'], ['bass', 'drums'], [])
    const { track } = await valueOf(on.app.posts.read(postId))
    const gone = (stem: CommentId) => ({ ...added(stem), from: added(stem).to, to: null })
    const rows = await listed(on, postId)
    expect(rows).toMatchObject([
      { revision: 3, master: track, measured: null, isCurrent: true },
      { revision: 2, master: master(2), measured: { frames: 96 }, isCurrent: false },
      { revision: 1, master: master(1), measured: { frames: 96 }, isCurrent: false },
    ])
    expect(rows.map(({ changes }) => changes)).toEqual([[gone(bass), gone(drums)], [added(drums)], [added(bass)]])
    expect(rows.map(({ contributors }) => contributors.map(({ id }) => id))).toEqual([
      [ann],
      [ann, bob, carol],
      [ann, bob],
    ])
    expect(mastersIn(on)).toEqual([master(1), master(2)])
  })

  test('are those that were rendered: neither a superseded one nor one that failed', async () => {
    const on = world()
    const { ann, postId, bass, drums, mix } = await history(on)
    for (const stems of [[bass], [drums]]) await valueOf(on.app.mixes.request({ postId, requester: ann, stems }))
    await on.work()
    expect(await numbers(on, postId)).toEqual([2])
    const { track, ingest } = await valueOf(on.app.comments.read(bass))
    await valueOf(on.ports.blobs.remove(track))
    if (ingest.status === 'ready') await valueOf(on.ports.blobs.remove(ingest.stem.path))
    await mix('bass', 'drums')
    expect(await mixOf(on, postId)).toMatchObject({ state: 'failed' })
    expect(await numbers(on, postId)).toEqual([2])
  })

  test('come a page at a time, and are refused for what is not there', async () => {
    const on = world()
    const { postId } = await history(on, [], ['bass'], [])
    const first = await valueOf(on.app.mixes.revisions(postId, { pageSize: 2 }))
    const second = await valueOf(on.app.mixes.revisions(postId, { pageSize: 2 }, first.next))
    expect([first, second].map(({ rows }) => rows.map(({ revision }) => revision))).toEqual([[3, 2], [1]])
    expect(await refusalOf(on.app.mixes.revisions(postIdOf(99)))).toEqual({ type: 'PostNotFound', id: 99 })
    expect(await refusalOf(on.app.mixes.revisions(postId, whatever({ pageSize: 0 })))).toMatchObject({
      faults: [{ field: 'pageSize' }],
    })
  })

  test('go with their post, and their files too', async () => {
    const on = world()
    const { ann, postId } = await history(on, ['bass'], ['drums'])
    await valueOf(on.app.posts.delete({ id: postId, remover: ann }))
    await on.work()
    expect([(await on.rows()).mixRevisions.size, on.files.paths()]).toEqual([0, []])
  })
})

describe('a comment that is deleted', () => {
  test('withdraws every revision that has it, whose masters go; the others stay', async () => {
    const on = world()
    const { bob, postId, bass } = await history(on, ['bass'], ['drums'], ['bass', 'drums'], ['drums'])
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    await on.work()
    const rows = await listed(on, postId)
    expect(rows.map(({ revision, state }) => [revision, state])).toEqual([
      [4, 'playable'],
      [3, 'withdrawn'],
      [2, 'playable'],
      [1, 'withdrawn'],
    ])
    expect(rows[3]).toMatchObject({ recipe: defaultRecipe([bass]), contributors: [{ nickname: 'Ann' }, { id: bob }] })
    expect(mastersIn(on)).toEqual([master(2)])
    expect(await masterOf(on, postId)).toBe(master(2))
  })

  test('is out of the master at once, though a newer mix without it is not rendered yet', async () => {
    const on = world()
    const { ann, bob, postId, bass, drums } = await history(on, ['bass'])
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [drums] }))
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    const post = await valueOf(on.app.posts.read(postId))
    expect([post.master, post.mix?.revision]).toEqual([post.track, 2])
    await on.work()
    expect(mastersIn(on)).toEqual([master(2)])
  })

  test('keeps the author’s track, if that was the master of a revision in which it was muted', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await history(on)
    const recipe = { stems: [{ comment: bass, mute: true }] }
    await valueOf(on.app.mixes.request({ postId, requester: ann, recipe }))
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    await on.work()
    const post = await valueOf(on.app.posts.read(postId))
    expect(post.master).toBe(post.track)
    expect(on.files.paths()).toContain(post.track)
  })

  test('with the account of its author: they are no longer named', async () => {
    const on = world()
    const { ann, bob, postId } = await history(on, ['bass'], ['drums'])
    await valueOf(on.app.accounts.delete({ id: bob, remover: bob }))
    await on.work()
    const rows = await listed(on, postId)
    expect(rows.map(({ state }) => state)).toEqual(['playable', 'withdrawn'])
    expect(rows[1]!.contributors.map(({ id }) => id)).toEqual([ann])
    expect(mastersIn(on)).toEqual([master(2)])
  })
})

describe('going back to a revision', () => {
  test('makes its master the master at once, as the next revision, and renders nothing', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await history(on, ['bass'], ['drums'])
    const before = await mixOf(on, postId)
    on.clock.advance(1)
    await valueOf(on.app.mixes.restore({ postId, requester: ann, revision: 1 }))
    expect(await on.jobs()).toEqual([])
    expect(await masterOf(on, postId)).toBe(master(1))
    expect(await mixOf(on, postId)).toMatchObject({
      revision: 3,
      state: 'rendered',
      recipe: defaultRecipe([bass]),
      finishedAt: on.clock.now(),
      master: { frames: 96 },
    })
    const [newest, ...older] = await listed(on, postId)
    expect(newest).toMatchObject({ revision: 3, isCurrent: true, contributors: [{ id: ann }, { id: bob }] })
    expect(older.map(({ isCurrent }) => isCurrent)).toEqual([false, false])
    expect(before?.revision).toBe(2)
    expect(mastersIn(on)).toHaveLength(2)
  })

  test('twice changes nothing more', async () => {
    const on = world()
    const { ann, postId } = await history(on, ['bass'], ['drums'])
    for (const revision of [1, 1, 3]) await valueOf(on.app.mixes.restore({ postId, requester: ann, revision }))
    expect(await numbers(on, postId)).toEqual([3, 2, 1])
  })

  test('supersedes a mix that is being rendered, and its file goes', async () => {
    const on = world()
    const { ann, postId, bass, drums } = await history(on, ['bass'])
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass, drums] }))
    const slow = stoppingWorker(on)
    const late = slow.render(postId)
    await slow.stopped
    await valueOf(on.app.mixes.restore({ postId, requester: ann, revision: 1 }))
    slow.release()
    expect((await late).isErr()).toBe(true)
    await on.work()
    expect(await masterOf(on, postId)).toBe(master(1))
    expect(mastersIn(on)).toEqual([master(1)])
  })

  test('renders it anew if its file is lost', async () => {
    const on = world()
    const { ann, postId, bass } = await history(on, ['bass'], ['drums'])
    await valueOf(on.ports.blobs.remove(master(1) as MediaPath))
    await valueOf(on.app.mixes.restore({ postId, requester: ann, revision: 1 }))
    expect(await mixOf(on, postId)).toMatchObject({ state: 'requested', recipe: defaultRecipe([bass]) })
    await on.work()
    expect(await masterOf(on, postId)).toBe(master(3))
  })

  test('is refused with its reason, and changes nothing', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await history(on, ['bass'], ['drums'])
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    const before = await on.rows()
    const restore = (revision: unknown, given: object = {}) =>
      refusalOf(on.app.mixes.restore({ postId, requester: ann, revision: whatever(revision), ...given }))
    expect(await restore(7)).toEqual({ type: 'RevisionNotFound', postId, revision: 7 })
    expect(await restore(1)).toEqual({ type: 'RevisionWithdrawn', postId, revision: 1 })
    expect(await restore(2, { requester: bob })).toEqual({ type: 'NotThePostAuthor', postId })
    expect(await restore(2, { postId: postIdOf(99) })).toEqual({ type: 'PostNotFound', id: 99 })
    expect(await restore(2, { expectedRevision: 1 })).toMatchObject({ type: 'RevisionMismatch', current: 2 })
    expect(await restore('one', { expectedRevision: 'two' })).toMatchObject({
      faults: [{ field: 'revision' }, { field: 'expectedRevision' }],
    })
    expect(await on.rows()).toEqual(before)
  })

  test('is refused if a comment in it was deleted meanwhile', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await history(on, ['bass'], ['drums'])
    const { blobs } = on.ports
    const late = on.having({
      blobs: {
        ...blobs,
        read: (path, range) =>
          on.app.comments
            .delete({ id: bass, remover: bob })
            .mapErr((refusal) => refusal as never)
            .andThen(() => blobs.read(path, range)),
      },
    })
    expect(await refusalOf(late.mixes.restore({ postId, requester: ann, revision: 1 }))).toMatchObject({
      type: 'RevisionWithdrawn',
    })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => history(on, ['bass'], ['drums']),
      act: ({ app }, { ann, postId }) => app.mixes.restore({ postId, requester: ann, revision: 1 }),
    })
    const seen = ['unitOfWork.run', 'posts.byId', 'mixes.ofPost', 'mixRevisions.byNumber']
    expect(failed).toEqual([
      ...seen,
      'unitOfWork.commit',
      'blobs.read',
      ...seen,
      'comments.ofPost',
      'mixes.save',
      'mixRevisions.add',
      'posts.save',
      'mixRevisions.hasMaster',
      'unitOfWork.commit',
    ])
  })
})

describe('a recipe that was rendered before', () => {
  test('is there without rendering it again, with the same master', async () => {
    const on = world()
    const { postId, mix } = await history(on, ['bass'], ['drums'])
    const first = (await on.rows()).mixRevisions.get(`${postId} 1`)!
    on.audio.breakDown()
    await mix('bass')
    expect(await masterOf(on, postId)).toBe(master(1))
    expect(await mixOf(on, postId)).toMatchObject({
      state: 'rendered',
      recipeId: first.recipeId,
      master: first.measured,
    })
    expect(await numbers(on, postId)).toEqual([3, 2, 1])
    expect(mastersIn(on)).toHaveLength(2)
  })

  test('is rendered again if its file is lost', async () => {
    const on = world()
    const { postId, mix } = await history(on, ['bass'], ['drums'])
    await valueOf(on.ports.blobs.remove(master(1) as MediaPath))
    await mix('bass')
    expect(await masterOf(on, postId)).toBe(master(3))
    expect(mastersIn(on)).toContain(master(3))
  })

  test('keeps its file, though the request for it was superseded', async () => {
    const on = world()
    const { ann, postId, bass, drums } = await history(on, ['bass'], ['drums'])
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
    const { blobs } = on.ports
    const late = on.having({
      blobs: {
        ...blobs,
        read: (path, range) =>
          path === master(1)
            ? on.app.mixes
                .request({ postId, requester: ann, stems: [drums] })
                .mapErr((refusal) => refusal as never)
                .andThen(() => blobs.read(path, range))
            : blobs.read(path, range),
      },
    })
    expect((await late.worker.performJob({ type: 'render-mix', postId })).isOk()).toBe(true)
    expect(mastersIn(on)).toContain(master(1))
    expect(await mixOf(on, postId)).toMatchObject({ state: 'requested', revision: 4 })
  })
})
