import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { CommentQueries } from '#application/comment/ports.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { PageRequest } from '#application/shared/page.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Comment } from '#domain/comment/comment.ts'
import type { Post } from '#domain/post/post.ts'
import type { CommentId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { commentIdOf, NOON, postIdOf, requestedMix, titleOf, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, mixIn, postIn } from '#adapters/testing/given.ts'
import { expectPagination, readAllPages, rowsOf } from '#adapters/testing/contracts/shared/pages.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the comment queries are examined on: both look at the same rows. */
export type CommentQueriesSubject = { readonly units: UnitOfWork; readonly queries: CommentQueries }

const FIRST_PAGE: PageRequest = { size: 10, cursor: null }

const newestFirst = (comments: readonly Comment[]): readonly CommentId[] =>
  comments.toSorted((one, other) => other.createdAt - one.createdAt || other.id - one.id).map(({ id }) => id)

/** `CommentQueries`. */
export const commentQueriesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<CommentQueriesSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'CommentQueries', name }, make, (made, it) => {
    const units = () => made().subject.units
    const view = (id: CommentId) => valueOf(made().subject.queries.byId(id))
    const reader = (post: Post) => async (page: PageRequest) =>
      (await valueOf(made().subject.queries.ofPost(post.id, page)))!
    const remove = (id: CommentId) => valueOf(units().run(({ comments }) => comments.remove(id)))
    const commented = async (on: Post, ticks: readonly number[]) => {
      const all: Comment[] = []
      for (const tick of ticks) all.push(await commentIn(units(), on, { createdAt: after(NOON, tick) }))
      return all
    }

    it('shows a comment', async () => {
      const [post, author] = [await postIn(units()), await activeIn(units())]
      const given = { authorId: author.id, createdAt: after(NOON, MINUTE), instruments: ['Vocal', 'Other'] as const }
      const { id, track, createdAt, instruments } = await commentIn(units(), post, given)
      const shown = {
        id,
        author: { id: author.id, nickname: author.nickname, picture: null },
        postTitle: post.title,
        isMixed: false,
        track: track.path,
        ingest: track.ingest,
        instruments,
        createdAt,
      }
      expect(await view(id)).toStrictEqual(shown)
      expect(await reader(post)(FIRST_PAGE)).toStrictEqual({ rows: [shown], next: null, previous: null })
    })

    it('tells whether the requested mix has the comment', async () => {
      const post = await postIn(units())
      const [mixed, other] = await commented(post, [0, 1])
      await mixIn(units(), requestedMix({ postId: post.id, recipe: defaultRecipe([mixed!.id]) }))
      expect([(await view(mixed!.id))?.isMixed, (await view(other!.id))?.isMixed]).toEqual([true, false])
      expect((await reader(post)(FIRST_PAGE)).rows.map(({ isMixed }) => isMixed)).toEqual([false, true])
      await mixIn(units(), requestedMix({ postId: post.id, revision: 2, recipe: defaultRecipe([other!.id]) }))
      expect([(await view(mixed!.id))?.isMixed, (await view(other!.id))?.isMixed]).toEqual([false, true])
    })

    it('shows what was written last, and nothing of what was taken back', async () => {
      const post = await postIn(units())
      const comment = await commentIn(units(), post)
      await valueOf(units().run(({ comments }) => comments.save({ ...comment, instruments: ['Drums'] })))
      await valueOf(units().run(({ posts }) => posts.save({ ...post, title: titleOf('새 제목') })))
      await takenBack(units(), ({ comments }) => comments.remove(comment.id))
      expect(await view(comment.id)).toMatchObject({ instruments: ['Drums'], postTitle: '새 제목' })
    })

    it('answers null for what is not there', async () => {
      const post = await postIn(units())
      const comment = await commentIn(units(), post)
      await valueOf(units().run(({ posts }) => posts.remove(post.id)))
      expect(await view(commentIdOf(UNKNOWN_ID))).toBeNull()
      expect(await view(comment.id)).toBeNull()
      const { queries } = made().subject
      expect(await valueOf(queries.ofPost(postIdOf(UNKNOWN_ID), FIRST_PAGE))).toBeNull()
      expect(await valueOf(queries.ofPost(post.id, FIRST_PAGE))).toBeNull()
    })

    it('tells a post without comments from one that is not there', async () => {
      expect(await reader(await postIn(units()))(FIRST_PAGE)).toEqual({ rows: [], next: null, previous: null })
    })

    it('pages forward and back, newest first, ties included, through the comments of one post', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 8 }),
          fc.integer({ min: 1, max: 4 }),
          async (ticks, size) => {
            const [post, another] = [await postIn(units()), await postIn(units())]
            await commented(another, [0, 1, 2])
            const comments = await commented(post, ticks)
            const read = reader(post)
            await expectPagination(read, size, newestFirst(comments))
            expect(rowsOf(await readAllPages(read, size))).toHaveLength(comments.length)
          },
        ),
        { numRuns: runs },
      ))

    it('no row comes twice or is missed when others come and go meanwhile', async () => {
      const post = await postIn(units())
      const all = newestFirst(await commented(post, [5, 4, 3, 3, 3, 2, 1, 0]))
      const read = reader(post)
      const first = await read({ size: 3, cursor: null })
      await remove(all[2]!)
      await remove(all[4]!)
      await commented(post, [9])
      const second = await read({ size: 3, cursor: first.next })
      const third = await read({ size: 3, cursor: second.next })
      expect([first, second, third].map(({ rows }) => rows.map(({ id }) => id))).toEqual([
        all.slice(0, 3),
        [all[3], all[5], all[6]],
        [all[7]],
      ])
      expect(third.next).toBeNull()
    })

    it('answers Unavailable in an outage, and the comment after it', async () => {
      const post = await postIn(units())
      const { id } = await commentIn(units(), post)
      await made().breakDown()
      await expectUnavailable(made().subject.queries.byId(id))
      await expectUnavailable(made().subject.queries.ofPost(post.id, FIRST_PAGE))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await view(id)).toMatchObject({ id })
    })
  })
