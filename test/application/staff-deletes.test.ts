import { describe, expect, test } from 'vitest'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import { suspend } from '#domain/account/user.ts'
import { commentIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { masterOf, mixOf, requested, song, staff } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const audited = async (on: World) => [...(await on.rows()).audit.values()]

const house = async (on: World) => ({ root: await staff(on), ...(await song(on)) })

describe('staff deletes', () => {
  test('a post with all that belongs to it, and it is written down', async () => {
    const on = world()
    const root = await staff(on)
    const { postId } = await requested(on)
    await on.work()
    await valueOf(on.app.posts.delete({ id: postId, remover: root }))
    await on.work()
    expect(on.files.paths()).toEqual([])
    expect((await audited(on)).slice(1)).toEqual([
      { staffId: root, at: on.clock.now(), action: 'delete-post', subject: postId },
    ])
  })

  test('a comment, and the mix is made anew without it, and it is written down', async () => {
    const on = world()
    const root = await staff(on)
    const { postId, bass } = await requested(on)
    await on.work()
    const master = await masterOf(on, postId)
    await valueOf(on.app.comments.delete({ id: bass, remover: root }))
    await on.work()
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered', recipe: defaultRecipe([]) })
    expect(await masterOf(on, postId)).not.toBe(master)
    expect((await audited(on)).slice(1)).toEqual([
      { staffId: root, at: on.clock.now(), action: 'delete-comment', subject: bass },
    ])
  })

  test('what is its own like anybody, and nothing is written down of that', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await song(on)
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    await valueOf(on.app.posts.delete({ id: postId, remover: ann }))
    expect(await audited(on)).toEqual([])
  })

  test('nothing that is not there, and nothing at all once suspended', async () => {
    const on = world()
    const root = await staff(on)
    const { postId, bass } = await song(on)
    const missing = await refusalOf(on.app.comments.delete({ id: commentIdOf(99), remover: root }))
    expect(missing).toEqual({ type: 'CommentNotFound', id: 99 })
    const former = (await on.rows()).users.get(root)
    if (former?.state !== 'active') throw new Error('staff is active')
    await valueOf(on.ports.unitOfWork.run(({ users }) => users.setState(suspend(former, on.clock.now()))))
    const post = await refusalOf(on.app.posts.delete({ id: postId, remover: root }))
    expect(post).toEqual({ type: 'NotThePostAuthor', postId })
    const comment = await refusalOf(on.app.comments.delete({ id: bass, remover: root }))
    expect(comment).toEqual({ type: 'NotTheCommentAuthor', commentId: bass })
    expect(await audited(on)).toHaveLength(1)
  })

  test('saving fails, so it fails', async () => {
    const post = await saysSoWhenAnythingFails({
      given: house,
      act: ({ app }, { root, postId }) => app.posts.delete({ id: postId, remover: root }),
    })
    expect(post).toEqual([
      'unitOfWork.run',
      'posts.byId',
      'users.byId',
      'audit.add',
      'posts.remove',
      'jobs.add',
      'unitOfWork.commit',
    ])
    const comment = await saysSoWhenAnythingFails({
      given: house,
      act: ({ app }, { root, bass }) => app.comments.delete({ id: bass, remover: root }),
    })
    expect(comment.slice(4, 6)).toEqual(['users.byId', 'audit.add'])
  })
})
