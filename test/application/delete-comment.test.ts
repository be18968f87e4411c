import { describe, expect, test } from 'vitest'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import { commentIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answered, song } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const nowhere = commentIdOf(99)

/** A song of which Ann mixed both answers. */
const mixed = async (on: World) => {
  const story = await song(on)
  const drums = await answered(on, story.postId, story.bob)
  await valueOf(on.app.mixes.request({ postId: story.postId, requester: story.ann, stems: [story.bass, drums] }))
  await on.work()
  return { ...story, drums }
}

describe('deleting a comment', () => {
  test('takes its file along, and that of each master it was in, and leaves a mix alone that has it not', async () => {
    const on = world()
    const { ann, bob, postId, bass, drums } = await mixed(on)
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [drums] }))
    await on.work()
    const before = (await on.rows()).mixes.get(postId)
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    expect((await on.jobs()).map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => 'remove-file'))
    await on.work()
    expect(on.uploads()).toHaveLength(3)
    expect((await on.rows()).mixes.get(postId)).toEqual(before)
    expect(await refusalOf(on.app.comments.read(bass))).toEqual({ type: 'CommentNotFound', id: bass })
    expect(await valueOf(on.app.posts.read(postId))).toMatchObject({ numComments: 1 })
  })

  test('makes the mix anew without it; until then the author’s track is the master', async () => {
    const on = world()
    const { bob, postId, bass, drums } = await mixed(on)
    const { master, track } = await valueOf(on.app.posts.read(postId))
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    expect(await valueOf(on.app.posts.read(postId))).toMatchObject({
      master: track,
      mix: { state: 'requested', revision: 2, recipe: defaultRecipe([drums]) },
    })
    await on.work()
    const after = await valueOf(on.app.posts.read(postId))
    expect(after.mix).toMatchObject({ state: 'rendered', revision: 2 })
    expect([master, track]).not.toContain(after.master)
    expect(on.uploads()).toEqual(expect.arrayContaining([after.master, after.track]))
    expect(on.uploads()).toHaveLength(3)
  })

  test('gives the author’s track for a master when it was the last one mixed in', async () => {
    const on = world()
    const { bob, postId, bass, drums } = await mixed(on)
    for (const id of [bass, drums]) await valueOf(on.app.comments.delete({ id, remover: bob }))
    await on.work()
    const { master, track, mix } = await valueOf(on.app.posts.read(postId))
    expect(master).toBe(track)
    expect(mix).toMatchObject({ state: 'rendered', recipe: defaultRecipe([]), revision: 3 })
    expect(on.uploads()).toEqual([track])
  })

  test('is refused to others, and for what is not there', async () => {
    const on = world()
    const { ann, bob, bass } = await song(on)
    const others = await refusalOf(on.app.comments.delete({ id: bass, remover: ann }))
    expect(others).toEqual({ type: 'NotTheCommentAuthor', commentId: bass })
    const missing = await refusalOf(on.app.comments.delete({ id: nowhere, remover: bob }))
    expect(missing).toEqual({ type: 'CommentNotFound', id: nowhere })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: mixed,
      act: ({ app }, { bob, bass }) => app.comments.delete({ id: bass, remover: bob }),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'comments.byId',
      'posts.byId',
      'comments.byId',
      'mixes.ofPost',
      'mixRevisions.withdraw',
      'mixProposals.withdraw',
      'jobs.add',
      'posts.save',
      'mixes.save',
      'jobs.add',
      'comments.remove',
      'jobs.add',
      'jobs.add',
      'jobs.add',
      'jobs.add',
      'unitOfWork.commit',
    ])
  })
})
