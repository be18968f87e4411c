import { ok, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import { POST_ORDERS, type PostQueries } from '#application/post/ports.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import { MAX_COMMENTS_SHOWN } from '#application/post/post-view.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { mediaPath, profilePath } from '#domain/track/track.ts'
import { comment, failedMix, NOON, postIdOf, renderedMix, titleOf, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, mixIn, postIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the post queries are examined on: both look at the same rows. */
export type PostQueriesSubject = { readonly units: UnitOfWork; readonly queries: PostQueries }

/** `PostQueries.byId`, and that comments are counted. Lists have a suite of their own. */
export const postViewsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<PostQueriesSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'PostQueries', name }, make, (made, it) => {
    const units = () => made().subject.units
    const view = (id: PostId) => valueOf(made().subject.queries.byId(id))
    const counted = async (id: PostId) => (await view(id))?.numComments
    const commentedAtOnce = (on: Post) =>
      valueOf(
        units().run(({ posts, comments }) =>
          safeTry(async function* () {
            yield* posts.byId(on.id)
            const added = comment({ id: yield* comments.nextId(), postId: on.id, authorId: on.authorId })
            return comments.add(added).map(() => added)
          }),
        ),
      )

    it('shows a bare post', async () => {
      const author = await activeIn(units())
      const post = await postIn(units(), { authorId: author.id, bpm: null, instruments: ['Vocal', 'Other'] })
      const { authorId, track, ...shown } = post
      expect(await view(post.id)).toStrictEqual({
        ...shown,
        author: { id: authorId, nickname: author.nickname, picture: null },
        track: track.path,
        ingest: track.ingest,
        liked: [],
        numLiked: 0,
        numComments: 0,
        mix: null,
        comments: [],
      })
    })

    it('shows a post with everything it can have', async () => {
      const [author, other] = [await activeIn(units()), await activeIn(units())]
      const picture = profilePath(author.id, 'profile_img_1_400.webp')
      await valueOf(units().run(({ users }) => users.setPictures(author.id, { picture, background: null })))
      const post = await postIn(units(), { authorId: author.id, genres: [] })
      const image = mediaPath(author.id, post.id, 'post_img_1_750.webp')
      const master = mediaPath(author.id, post.id, 'master_r1_a2.mp3')
      await valueOf(units().run(({ posts }) => posts.save({ ...post, master, image })))
      const late = await commentIn(units(), post, { createdAt: after(NOON, 2 * MINUTE), authorId: other.id })
      const early = await commentIn(units(), post, { createdAt: after(NOON, MINUTE), instruments: ['Drums', 'Other'] })
      const mix = await mixIn(units(), renderedMix({ postId: post.id, recipe: defaultRecipe([late.id]) }))
      const commentView = (
        { id, track, instruments, createdAt }: typeof late,
        by: typeof author,
        itsPicture: typeof picture | null,
        isMixed: boolean,
      ) => ({
        id,
        author: { id: by.id, nickname: by.nickname, picture: itsPicture },
        postTitle: post.title,
        isMixed,
        track: track.path,
        ingest: track.ingest,
        instruments,
        createdAt,
      })
      expect(await view(post.id)).toStrictEqual({
        id: post.id,
        title: post.title,
        author: { id: author.id, nickname: author.nickname, picture },
        instruments: post.instruments,
        genres: [],
        bpm: post.bpm,
        liked: [],
        numLiked: 0,
        numComments: 2,
        createdAt: post.createdAt,
        track: post.track.path,
        ingest: post.track.ingest,
        master,
        image,
        mix,
        comments: [commentView(early, author, picture, false), commentView(late, other, null, true)],
      })
    })

    it('shows the newest comments and every mixed one, oldest first', async () => {
      const post = await postIn(units())
      const added = await valueOf(
        units().run(({ comments, mixes }) =>
          safeTry(async function* () {
            const all = []
            // The later a comment gets its id, the older it is.
            for (let age = 0; age < MAX_COMMENTS_SHOWN + 3; age++) {
              const id = yield* comments.nextId()
              all.push(comment({ id, postId: post.id, authorId: post.authorId, createdAt: after(NOON, -age) }))
              yield* comments.add(all.at(-1)!)
            }
            const recipe = defaultRecipe([all.at(-1)!.id, all[5]!.id])
            yield* mixes.save(failedMix({ postId: post.id, recipe }))
            return ok(all)
          }),
        ),
      )
      const shown = (await view(post.id))!
      const expected = [...added.slice(0, MAX_COMMENTS_SHOWN), added.at(-1)!].toReversed()
      expect(shown.comments.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
      expect(shown.comments.filter(({ isMixed }) => isMixed).map(({ id }) => id)).toEqual([
        added.at(-1)!.id,
        added[5]!.id,
      ])
      expect(shown.numComments).toBe(added.length)
    })

    it('answers null for what is not there', async () => {
      expect(await view(postIdOf(UNKNOWN_ID))).toBeNull()
      const { id } = await postIn(units())
      await valueOf(units().run(({ posts }) => posts.remove(id)))
      expect(await view(id)).toBeNull()
    })

    it('shows what was written last, and nothing of what was taken back', async () => {
      const post = await postIn(units())
      await valueOf(units().run(({ posts }) => posts.save({ ...post, title: titleOf('새 제목') })))
      await takenBack(units(), ({ posts }) => posts.save({ ...post, title: titleOf('never') }))
      expect(await view(post.id)).toMatchObject({ title: '새 제목' })
    })

    it('counts comments as they come and go, each once', async () => {
      const [post, another] = [await postIn(units()), await postIn(units())]
      const added = [await commentIn(units(), post), await commentIn(units(), post), await commentIn(units(), another)]
      expect([await counted(post.id), await counted(another.id)]).toEqual([2, 1])
      const remove = () => units().run(({ comments }) => comments.remove(added[0]!.id))
      await valueOf(remove())
      await valueOf(remove())
      await takenBack(units(), ({ comments }) => comments.remove(added[1]!.id))
      await refusalOf(units().run(({ comments }) => comments.add({ ...added[1]! })))
      expect([await counted(post.id), await counted(another.id)]).toEqual([1, 1])
    })

    it('counts comments that come and go at once', async () => {
      const post = await postIn(units())
      const added = await Promise.all(Array.from({ length: 8 }, () => commentedAtOnce(post)))
      expect(await counted(post.id)).toBe(8)
      const remove = (id: (typeof added)[0]['id']) => valueOf(units().run(({ comments }) => comments.remove(id)))
      const going = added.slice(0, 3).flatMap(({ id }) => [remove(id), remove(id)])
      await Promise.all([...going, commentedAtOnce(post), commentedAtOnce(post)])
      expect(await counted(post.id)).toBe(7)
    })

    it('counts the comments of somebody who left no more', async () => {
      const [post, leaving] = [await postIn(units()), await activeIn(units())]
      await commentIn(units(), post)
      await commentIn(units(), post, { authorId: leaving.id })
      await valueOf(units().run(({ users }) => users.remove([leaving.id])))
      const shown = await view(post.id)
      expect([shown?.numComments, shown?.comments.length]).toEqual([1, 1])
    })

    it('answers Unavailable in an outage, and the post after it', async () => {
      const { id } = await postIn(units())
      await made().breakDown()
      const { queries } = made().subject
      await expectUnavailable(queries.byId(id))
      for (const order of POST_ORDERS)
        await expectUnavailable(queries.list({ order, instruments: [], genres: [], page: { size: 1, cursor: null } }))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await view(id)).toMatchObject({ id })
    })
  })
