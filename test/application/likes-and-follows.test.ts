import { describe, expect, test } from 'vitest'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { active, answered, posted, signedUp, song, staff } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const UNKNOWN = 999

const likesIn = async (on: World) => [...(await on.rows()).likes.values()]
const followsIn = async (on: World) => [...(await on.rows()).follows.values()]

/** Ann's post, and Bob, who may like it and follow her. */
const scene = async (on: World) => {
  const { ann, bob, postId } = await song(on)
  return { ann, bob, liking: { postId, liker: bob }, following: { follower: bob, followed: ann } }
}

describe('liking', () => {
  test('may be repeated, and the like stays what it was', async () => {
    const on = world()
    const { liking, bob } = await scene(on)
    await valueOf(on.app.posts.like(liking))
    on.clock.advance(MINUTE)
    await valueOf(on.app.posts.like(liking))
    expect(await likesIn(on)).toEqual([{ postId: liking.postId, userId: bob, likedAt: NOON }])
    for (let times = 0; times < 2; times++) await valueOf(on.app.posts.unlike(liking))
    expect(await likesIn(on)).toEqual([])
  })

  test('by turns is there and gone, whatever was before', async () => {
    const on = world()
    const { liking } = await scene(on)
    const counts = []
    for (const turn of [
      on.app.posts.toggleLike,
      on.app.posts.toggleLike,
      on.app.posts.like,
      on.app.posts.toggleLike,
      on.app.posts.unlike,
      on.app.posts.toggleLike,
    ]) {
      await valueOf(turn(liking))
      counts.push((await likesIn(on)).length)
    }
    expect(counts).toEqual([1, 0, 1, 0, 0, 1])
  })

  test.each(['like', 'toggleLike'] as const)(
    '%s: nobody likes their own, what is not there, or from outside',
    async (call) => {
      const on = world()
      const { ann, bob, liking } = await scene(on)
      const { postId } = liking
      const { id: pending } = await signedUp(on, { email: 'new@example.org', nickname: 'New' })
      expect(await refusalOf(on.app.posts[call]({ postId, liker: ann }))).toEqual({ type: 'LikesOwnPost', postId })
      for (const liker of [UNKNOWN as UserId, pending])
        expect(await refusalOf(on.app.posts[call]({ postId, liker }))).toEqual({ type: 'UserNotFound', id: liker })
      const none = UNKNOWN as PostId
      expect(await refusalOf(on.app.posts[call]({ postId: none, liker: bob }))).toEqual({
        type: 'PostNotFound',
        id: none,
      })
      await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: bob }))
      expect(await refusalOf(on.app.posts[call](liking))).toEqual({ type: 'AccountSuspended' })
      expect(await likesIn(on)).toEqual([])
    },
  )

  test('what was liked before may be let go of by a suspended user', async () => {
    const on = world()
    const { bob, liking } = await scene(on)
    await valueOf(on.app.posts.like(liking))
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: bob }))
    await valueOf(on.app.posts.toggleLike(liking))
    expect(await likesIn(on)).toEqual([])
  })

  test('ends with the post, and the author’s number shrinks', async () => {
    const on = world()
    const { ann, liking } = await scene(on)
    await valueOf(on.app.posts.like(liking))
    expect(await valueOf(on.app.users.read(ann, null))).toMatchObject({ totalLiked: 1 })
    await valueOf(on.app.posts.delete({ id: liking.postId, remover: ann }))
    expect(await likesIn(on)).toEqual([])
    expect(await valueOf(on.app.users.read(ann, null))).toMatchObject({ totalLiked: 0 })
  })

  test.each(['like', 'unlike', 'toggleLike'] as const)('%s: saving fails, so it fails', async (call) => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        const { liking } = await scene(on)
        if (call === 'unlike') await valueOf(on.app.posts.like(liking))
        return liking
      },
      act: (on, liking) => on.app.posts[call](liking),
    })
    const looked = call === 'toggleLike' ? ['likes.has'] : []
    const saved = call === 'unlike' ? 'likes.remove' : 'likes.add'
    expect(failed).toEqual(['unitOfWork.run', 'posts.byId', 'users.lock', ...looked, saved, 'unitOfWork.commit'])
  })
})

describe('following', () => {
  test('may be repeated, and the follow stays what it was', async () => {
    const on = world()
    const { ann, bob, following } = await scene(on)
    await valueOf(on.app.users.follow(following))
    on.clock.advance(MINUTE)
    await valueOf(on.app.users.follow(following))
    expect(await followsIn(on)).toEqual([{ followerId: bob, followedId: ann, followedAt: NOON }])
    for (let times = 0; times < 2; times++) await valueOf(on.app.users.unfollow(following))
    expect(await followsIn(on)).toEqual([])
  })

  test('by turns is there and gone, and says nothing of the other way', async () => {
    const on = world()
    const { ann, bob, following } = await scene(on)
    await valueOf(on.app.users.toggleFollow({ follower: ann, followed: bob }))
    for (const [turn, count] of [
      [on.app.users.toggleFollow, 2],
      [on.app.users.toggleFollow, 1],
      [on.app.users.follow, 2],
      [on.app.users.toggleFollow, 1],
    ] as const) {
      await valueOf(turn(following))
      expect(await followsIn(on)).toHaveLength(count)
    }
    expect(await valueOf(on.app.users.read(bob, null))).toMatchObject({
      numFollowers: 1,
      followers: [ann],
      following: [],
    })
  })

  test.each(['follow', 'toggleFollow'] as const)(
    '%s: nobody follows themselves, who is not there, or a suspended user',
    async (call) => {
      const on = world()
      const { ann, bob, following } = await scene(on)
      const { id: pending } = await signedUp(on, { email: 'new@example.org', nickname: 'New' })
      expect(await refusalOf(on.app.users[call]({ follower: bob, followed: bob }))).toEqual({ type: 'FollowsOneself' })
      for (const id of [UNKNOWN as UserId, pending]) {
        expect(await refusalOf(on.app.users[call]({ follower: bob, followed: id }))).toEqual({
          type: 'UserNotFound',
          id,
        })
        expect(await refusalOf(on.app.users[call]({ follower: id, followed: bob }))).toEqual({
          type: 'UserNotFound',
          id,
        })
      }
      await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: ann }))
      expect(await refusalOf(on.app.users[call](following))).toEqual({ type: 'UserSuspended', userId: ann })
      expect(await refusalOf(on.app.users[call]({ follower: ann, followed: bob }))).toEqual({
        type: 'AccountSuspended',
      })
      expect(await followsIn(on)).toEqual([])
    },
  )

  test('a suspended user keeps followers, and they may let go', async () => {
    const on = world()
    const { ann, following } = await scene(on)
    await valueOf(on.app.users.follow(following))
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: ann }))
    expect(await followsIn(on)).toHaveLength(1)
    await valueOf(on.app.users.toggleFollow(following))
    expect(await followsIn(on)).toEqual([])
  })

  test.each(['follow', 'unfollow', 'toggleFollow'] as const)('%s: saving fails, so it fails', async (call) => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        const { following } = await scene(on)
        if (call === 'unfollow') await valueOf(on.app.users.follow(following))
        return following
      },
      act: (on, following) => on.app.users[call](following),
    })
    const looked = call === 'toggleFollow' ? ['follows.has'] : []
    const saved = call === 'unfollow' ? 'follows.remove' : 'follows.add'
    expect(failed).toEqual(['unitOfWork.run', 'users.lock', ...looked, saved, 'unitOfWork.commit'])
  })
})

describe('leaving', () => {
  test('takes likes and follows of both ways along, and nobody else’s', async () => {
    const on = world()
    const { ann, bob, liking } = await scene(on)
    const cho = await active(on, 'Cho')
    const own = await posted(on, bob)
    await answered(on, own, cho)
    for (const liker of [bob, cho]) await valueOf(on.app.posts.like({ postId: liking.postId, liker }))
    await valueOf(on.app.posts.like({ postId: own, liker: ann }))
    for (const [follower, followed] of [
      [ann, bob],
      [bob, cho],
      [cho, ann],
    ] as const)
      await valueOf(on.app.users.follow({ follower, followed }))
    await valueOf(on.app.accounts.delete({ id: bob, remover: bob }))
    expect((await likesIn(on)).map(({ postId, userId }) => [postId, userId])).toEqual([[liking.postId, cho]])
    expect((await followsIn(on)).map(({ followerId, followedId }) => [followerId, followedId])).toEqual([[cho, ann]])
    expect(await valueOf(on.app.users.readDetail(ann, null))).toMatchObject({
      totalLiked: 1,
      followers: [cho],
      following: [],
      likedPosts: [],
    })
  })
})

test('a like is newer the later it came', async () => {
  const on = world()
  const { bob, liking } = await scene(on)
  const cho = await active(on, 'Cho')
  await valueOf(on.app.posts.like({ postId: liking.postId, liker: cho }))
  on.clock.advance(MINUTE)
  await valueOf(on.app.posts.like(liking))
  expect(await valueOf(on.app.posts.read(liking.postId))).toMatchObject({ liked: [bob, cho], numLiked: 2 })
  expect((await likesIn(on)).map(({ likedAt }) => likedAt)).toEqual([NOON, after(NOON, MINUTE)])
})
