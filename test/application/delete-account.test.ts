import { describe, expect, test } from 'vitest'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { UserId } from '#domain/shared/id.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import {
  active,
  answered,
  googleToken,
  googleUser,
  withLastLogin,
  masterOf,
  mixOf,
  posted,
  PASSWORD,
  requested,
  signedUp,
  song,
  stranger,
} from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const leave = ({ app }: World, id: UserId, remover = id) => app.accounts.delete({ id, remover })

/** Ann's post whose master has two answers of Bob's and one of Carol's; Bob has a post too, which Ann answered. */
const band = async (on: World) => {
  const story = await song(on)
  const carol = await active(on, 'Carol')
  const drums = await answered(on, story.postId, story.bob)
  const keys = await answered(on, story.postId, carol)
  const bobs = await posted(on, story.bob)
  const answer = await answered(on, bobs, story.ann)
  for (const [postId, requester, stems] of [
    [story.postId, story.ann, [story.bass, drums, keys]],
    [bobs, story.bob, [answer]],
  ] as const)
    await valueOf(on.app.mixes.request({ postId, requester, stems }))
  await on.work()
  return { ...story, carol, drums, keys, bobs, answer }
}

describe('deleting an account', () => {
  test('takes its posts, its comments and all their files along; other people’s mixes are made anew without them', async () => {
    const on = world()
    const { ann, bob, carol, postId, keys, bobs } = await band(on)
    const master = await masterOf(on, postId)
    await valueOf(leave(on, bob))
    const { users, posts, comments } = await on.rows()
    expect([...users.keys()]).toEqual([ann, carol])
    expect([...posts.keys()]).toEqual([postId])
    expect([...comments.keys()]).toEqual([keys])
    expect(await mixOf(on, postId)).toMatchObject({ state: 'requested', revision: 2, recipe: defaultRecipe([keys]) })
    expect(await mixOf(on, bobs)).toBeUndefined()
    expect(await masterOf(on, postId)).toBe((await on.rows()).posts.get(postId)!.track.path)
    await on.work()
    expect(on.files.paths()).not.toContain(master)
    const { track } = await valueOf(on.app.posts.read(postId))
    expect(await masterOf(on, postId)).not.toBe(track)
    const left = [track, await masterOf(on, postId), (await on.rows()).comments.get(keys)!.track.path]
    expect(new Set(on.uploads())).toEqual(new Set(left))
  })

  test('leaves the author’s track for a master where nothing else was mixed in', async () => {
    const on = world()
    const { bob, postId } = await requested(on)
    await on.work()
    await valueOf(leave(on, bob))
    await on.work()
    const { track, master } = await valueOf(on.app.posts.read(postId))
    expect(master).toBe(track)
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered', recipe: defaultRecipe([]) })
    expect(on.uploads()).toEqual([track])
  })

  test('leaves a mix alone that had none of its comments', async () => {
    const on = world()
    const { bob, ann, postId } = await song(on)
    const carol = await active(on, 'Carol')
    await answered(on, postId, carol)
    const bass = [...(await on.rows()).comments.values()].find(({ authorId }) => authorId === bob)!
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass.id] }))
    await on.work()
    const before = await mixOf(on, postId)
    await valueOf(leave(on, carol))
    expect(await mixOf(on, postId)).toEqual(before)
    expect(new Set((await on.jobs()).map(({ type }) => type))).toEqual(new Set(['remove-file']))
  })

  test('asks for one new mix of a post, however many of its stems go', async () => {
    const on = world()
    const { bob } = await band(on)
    await valueOf(leave(on, bob))
    const jobs = await on.jobs()
    const types = jobs.map(({ type }) => type)
    expect(types.filter((type) => type !== 'remove-file').toSorted()).toEqual(['remove-folder', 'render-mix'])
    // Two tracks, the three files of each one's stem, and the master that had them.
    expect(types.filter((type) => type === 'remove-file')).toHaveLength(9)
  })

  test('ends its sessions and frees its address, its nickname and its identity', async () => {
    const on = world()
    const { token, userId } = await googleUser(on)
    await valueOf(leave(on, userId))
    expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual({ type: 'NotAuthenticated' })
    const { sessions, identities, queuedMails, activationKeys } = await on.rows()
    expect([sessions.size, identities.size, queuedMails.size, activationKeys.size]).toEqual([0, 0, 0, 0])
    const again = await valueOf(
      on.app.accounts.logInWithGoogle({ token: googleToken(on), nickname: 'Ann' }, stranger()),
    )
    expect(again).toMatchObject({ is: 'new' })
    expect(again.userId).not.toBe(userId)
  })

  test('is refused to others, and for who is not there or not yet', async () => {
    const on = world()
    const [ann, bob] = [await active(on), await active(on, 'Bob')]
    const { id: pending } = await signedUp(on, { email: 'new@example.org', nickname: 'New' })
    expect(await refusalOf(leave(on, ann, bob))).toEqual({ type: 'NotTheOwner', userId: ann })
    for (const id of [99 as UserId, pending])
      expect(await refusalOf(leave(on, id))).toEqual({ type: 'UserNotFound', id })
    expect(await withLastLogin(on, 'Ann', PASSWORD)).toMatchObject({ userId: ann })
  })

  test('is done once by two who ask at once, and two who leave at once both do', async () => {
    const on = world()
    const { ann, bob } = await band(on)
    const outcomes = await Promise.all([leave(on, bob), leave(on, ann), leave(on, bob)])
    expect(outcomes.map((one) => one.isOk())).toEqual([true, true, false])
    await on.work()
    const { posts, comments, mixes } = await on.rows()
    expect([posts.size, comments.size, mixes.size, on.files.paths()]).toEqual([0, 0, 0, []])
  })

  test('passes over a post that went meanwhile', async () => {
    const on = world()
    const { bob, postId, bobs } = await band(on)
    const { unitOfWork } = on.ports
    const late = on.having({
      unitOfWork: {
        run: (work) =>
          unitOfWork.run((transaction) =>
            work({
              ...transaction,
              posts: {
                ...transaction.posts,
                byId: (id) => transaction.posts.remove(id).andThen(() => transaction.posts.byId(id)),
              },
            }),
          ),
      },
    })
    await valueOf(late.accounts.delete({ id: bob, remover: bob }))
    expect(await on.jobs()).toEqual([])
    const { posts, users } = await on.rows()
    expect([posts.has(postId), posts.has(bobs), users.has(bob)]).toEqual([false, false, false])
  })

  test('takes what was half sent along, and nobody else’s', async () => {
    const on = world()
    const [ann, bob] = [await active(on, 'Ann'), await active(on, 'Bob')]
    for (const owner of [ann, bob]) await valueOf(on.app.uploads.begin({ owner, length: 1000 }))
    await valueOf(leave(on, bob))
    expect((await valueOf(on.ports.partialUploads.all())).map(({ owner }) => owner)).toEqual([ann])
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        const { bob } = await requested(on)
        await posted(on, bob)
        await on.work()
        await valueOf(on.app.uploads.begin({ owner: bob, length: 1000 }))
        return bob
      },
      act: leave,
      forgives: ['partialUploads.all', 'partialUploads.remove'],
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'users.byId',
      'users.lockWithRelations',
      'users.byId',
      'users.ofAddress',
      'comments.ofAuthor',
      'posts.ofAuthor',
      'posts.byId',
      'mixes.ofPost',
      'mixRevisions.withdraw',
      'mixProposals.withdraw',
      'jobs.add',
      'posts.save',
      'comments.ofPost',
      'mixes.save',
      'mixRevisions.add',
      'posts.save',
      'comments.ofPost',
      'comments.remove',
      // The track and the three files of its stem.
      'jobs.add',
      'jobs.add',
      'jobs.add',
      'jobs.add',
      'posts.byId',
      'posts.remove',
      'jobs.add',
      'mixProposals.removeOf',
      'users.remove',
      'unitOfWork.commit',
      'partialUploads.all',
      'partialUploads.remove',
    ])
  })
})
