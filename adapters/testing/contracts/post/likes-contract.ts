import { expect } from '#adapters/testing/expect.ts'
import { MAX_POSTS_SHOWN, type UserQueries } from '#application/account/user-view.ts'
import type { PostQueries } from '#application/post/ports.ts'
import { MAX_LIKERS_SHOWN } from '#application/post/post-view.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Post } from '#domain/post/post.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { NOON, postIdOf, twice, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, likeIn, postIn } from '#adapters/testing/given.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What likes are examined on: both kinds of queries look at the same rows. */
export type LikesSubject = { readonly units: UnitOfWork; readonly users: UserQueries; readonly posts: PostQueries }

type Somebody = { readonly id: UserId }

/** `LikeRepository`, and that screens show and count what it keeps. */
export const likesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<LikesSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'LikeRepository', name }, make, (made, it) => {
    const units = () => made().subject.units
    const likes = (post: Post, { id }: Somebody) => valueOf(units().run((all) => all.likes.has(post.id, id)))
    const unlike = (post: Post, { id }: Somebody) => valueOf(units().run((all) => all.likes.remove(post.id, id)))
    const likedBy = async ({ id }: Post) => {
      const view = await valueOf(made().subject.posts.byId(id))
      return { liked: view?.liked, numLiked: view?.numLiked }
    }
    const totalOf = async ({ id }: Somebody) => (await valueOf(made().subject.users.byId(id)))?.totalLiked
    const likedPostsOf = async ({ id }: Somebody) => (await valueOf(made().subject.users.detail(id)))?.likedPosts
    const people = async (count: number) => {
      const all = []
      for (let added = 0; added < count; added++) all.push(await activeIn(units()))
      return all
    }

    it('keeps one like of a pair, however often it is added', async () => {
      const [post, [liker]] = [await postIn(units()), await people(1)]
      expect(await likes(post, liker!)).toBe(false)
      await likeIn(units(), post, liker!)
      await likeIn(units(), post, liker!, after(NOON, MINUTE))
      expect(await likes(post, liker!)).toBe(true)
      expect(await likedBy(post)).toEqual({ liked: [liker!.id], numLiked: 1 })
      expect(await totalOf({ id: post.authorId })).toBe(1)
    })

    it('takes a like away, however often that is asked', async () => {
      const [post, [one, other]] = [await postIn(units()), await people(2)]
      for (const liker of [one!, other!]) await likeIn(units(), post, liker)
      for (let times = 0; times < 2; times++) await unlike(post, one!)
      expect([await likes(post, one!), await likes(post, other!)]).toEqual([false, true])
      expect(await likedBy(post)).toEqual({ liked: [other!.id], numLiked: 1 })
      expect(await totalOf({ id: post.authorId })).toBe(1)
    })

    it('adds up the likes of all posts of an author, and of no other’s', async () => {
      const [author, another, ...likers] = await people(4)
      const own = [await postIn(units(), { authorId: author!.id }), await postIn(units(), { authorId: author!.id })]
      const foreign = await postIn(units(), { authorId: another!.id })
      for (const liker of likers) for (const post of own) await likeIn(units(), post, liker)
      await likeIn(units(), foreign, likers[0]!)
      await unlike(own[0]!, likers[1]!)
      expect([await totalOf(author!), await totalOf(another!), await totalOf(likers[0]!)]).toEqual([3, 1, 0])
    })

    it('names the newest likers, the newest first, and the newer id first within a moment', async () => {
      const post = await postIn(units())
      const likers = await people(MAX_LIKERS_SHOWN + 2)
      // Three at a time, and the later somebody came, the older the like.
      for (const [at, liker] of likers.entries()) await likeIn(units(), post, liker, after(NOON, -Math.floor(at / 3)))
      const inOrder = likers.map(({ id }, at) => ({ id, age: Math.floor(at / 3) }))
      const newest = inOrder.toSorted((one, other) => one.age - other.age || other.id - one.id).map(({ id }) => id)
      expect(await likedBy(post)).toEqual({ liked: newest.slice(0, MAX_LIKERS_SHOWN), numLiked: likers.length })
    })

    it('shows the posts a user liked last, each as it is shown alone', async () => {
      const [author, liker] = await people(2)
      const posts: Post[] = []
      for (let added = 0; added < MAX_POSTS_SHOWN + 2; added++)
        posts.push(await postIn(units(), { authorId: author!.id, createdAt: after(NOON, added) }))
      for (const [at, post] of posts.entries()) await likeIn(units(), post, liker!, after(NOON, -Math.floor(at / 2)))
      const inOrder = posts.map(({ id }, at) => ({ id, age: Math.floor(at / 2) }))
      const newest = inOrder.toSorted((one, other) => one.age - other.age || other.id - one.id).map(({ id }) => id)
      const shown = (await likedPostsOf(liker!))!
      expect(shown.map(({ id }) => id)).toEqual(newest.slice(0, MAX_POSTS_SHOWN))
      for (const post of [shown[0]!, shown.at(-1)!])
        expect(post).toStrictEqual(await valueOf(made().subject.posts.byId(post.id)))
      expect(await likedPostsOf(author!)).toEqual([])
    })

    it('goes with its post, and its author has that many less', async () => {
      const [author, liker] = await people(2)
      const [gone, left] = [
        await postIn(units(), { authorId: author!.id }),
        await postIn(units(), { authorId: author!.id }),
      ]
      for (const post of [gone, left]) await likeIn(units(), post, liker!)
      await valueOf(units().run(({ posts }) => posts.remove(gone.id)))
      expect([await totalOf(author!), (await likedPostsOf(liker!))?.map(({ id }) => id)]).toEqual([1, [left.id]])
      await valueOf(units().run(({ posts }) => posts.remove(left.id)))
      expect([await totalOf(author!), await likedPostsOf(liker!)]).toEqual([0, []])
    })

    it('goes with its user, and is counted no more', async () => {
      const [author, leaving, staying] = await people(3)
      const posts = [await postIn(units(), { authorId: author!.id }), await postIn(units())]
      for (const post of posts) for (const liker of [leaving!, staying!]) await likeIn(units(), post, liker)
      await valueOf(units().run(({ users }) => users.remove([leaving!.id])))
      for (const post of posts) expect(await likedBy(post)).toEqual({ liked: [staying!.id], numLiked: 1 })
      expect([await totalOf(author!), await totalOf({ id: posts[1]!.authorId })]).toEqual([1, 1])
    })

    it('takes back what a refused unit did', async () => {
      const [post, [liker, other]] = [await postIn(units()), await people(2)]
      await likeIn(units(), post, liker!)
      const before = await likedBy(post)
      await takenBack(units(), (all) => all.likes.add({ postId: post.id, userId: other!.id, likedAt: NOON }))
      await takenBack(units(), (all) => all.likes.remove(post.id, liker!.id))
      expect(await likedBy(post)).toEqual(before)
      expect(await totalOf({ id: post.authorId })).toBe(1)
    })

    it('does not take a like of nobody, nor of nothing', async () => {
      const post = await postIn(units())
      const like = { postId: post.id, userId: post.authorId, likedAt: NOON }
      await expectUnavailable(units().run((all) => all.likes.add({ ...like, userId: UNKNOWN_ID as UserId })))
      await expectUnavailable(units().run((all) => all.likes.add({ ...like, postId: postIdOf(UNKNOWN_ID) })))
      expect(await likedBy(post)).toEqual({ liked: [], numLiked: 0 })
    })

    it('counts likes that come and go at once, each once', async () => {
      const [post, likers] = [await postIn(units()), await people(6)]
      await Promise.all(twice(likers).map((liker) => likeIn(units(), post, liker)))
      expect([(await likedBy(post)).numLiked, await totalOf({ id: post.authorId })]).toEqual([6, 6])
      const [going, staying] = [likers.slice(0, 4), likers.slice(4)]
      await Promise.all([
        ...twice(going).map((liker) => unlike(post, liker)),
        ...staying.map((liker) => likeIn(units(), post, liker)),
      ])
      expect([(await likedBy(post)).numLiked, await totalOf({ id: post.authorId })]).toEqual([2, 2])
      expect((await likedBy(post)).liked).toEqual(staying.map(({ id }) => id).toReversed())
    })
  })
