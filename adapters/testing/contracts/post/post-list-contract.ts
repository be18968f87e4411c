import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import { POST_ORDERS, type PostListRequest, type PostOrder } from '#application/post/ports.ts'
import { MAX_PAGE_SIZE } from '#application/shared/page.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId } from '#domain/shared/id.ts'
import { after } from '#domain/shared/instant.ts'
import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { activeIn, commentIn, likeIn, postIn } from '#adapters/testing/given.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { expectPagination, readAllPages, rowsOf } from '#adapters/testing/contracts/shared/pages.ts'
import type { PostQueriesSubject } from './post-views-contract.ts'
import { contract, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

type Listed = { readonly post: Post; readonly comments: number; readonly likes: number }

/** Rare words, so that a page is not full of what other cases left. */
const RARE = { instruments: ['Keyboard', 'Other'], genres: ['Classic'] } as const

const FEW = fc.integer({ min: 0, max: 2 })

const sortKey = ({ post, comments, likes }: Listed, order: PostOrder): number => {
  switch (order) {
    case 'newest':
      return post.createdAt
    case 'mostLiked':
      return likes
    case 'mostCommented':
      return comments
  }
}

const inOrder = (posts: readonly Listed[], order: PostOrder): readonly PostId[] =>
  posts
    .toSorted((one, other) => sortKey(other, order) - sortKey(one, order) || other.post.id - one.post.id)
    .map(({ post }) => post.id)

/** `PostQueries.list`: orders, pages, filters. */
export const postListContract = (
  testRunner: TestRunner,
  make: MakeBreakable<PostQueriesSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'PostQueries, lists', name }, make, (made, it) => {
    const units = () => made().subject.units
    const reader = (request: Omit<PostListRequest, 'page'>) => (page: PostListRequest['page']) =>
      valueOf(made().subject.queries.list({ ...request, page }))
    const remove = (post: Post) => valueOf(units().run(({ posts }) => posts.remove(post.id)))

    type Given = { readonly tick: number; readonly comments: number; readonly likes?: number }
    const listed = async (given: readonly Given[]) => {
      const { id: authorId } = await activeIn(units())
      const likers = await Promise.all([1, 2].map(() => activeIn(units())))
      const all: Listed[] = []
      for (const { tick, comments, likes = 0 } of given) {
        const post = await postIn(units(), { authorId, createdAt: after(NOON, tick), ...RARE })
        for (let added = 0; added < comments; added++) await commentIn(units(), post)
        for (const liker of likers.slice(0, likes)) await likeIn(units(), post, liker)
        all.push({ post, comments, likes })
      }
      return all
    }

    it('pages forward and back through every order, ties included', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ tick: FEW, comments: FEW, likes: FEW }), { minLength: 1, maxLength: 7 }),
          fc.constantFrom(...POST_ORDERS),
          fc.integer({ min: 1, max: 4 }),
          async (given, order, size) => {
            const all = await listed(given)
            await expectPagination(reader({ order, ...RARE }), size, inOrder(all, order))
            for (const { post } of all) await remove(post)
          },
        ),
        { numRuns: runs },
      ))

    for (const order of POST_ORDERS)
      it(`${order}: shows each post as it is shown alone`, async () => {
        const all = await listed([
          { tick: 0, comments: 2, likes: 1 },
          { tick: 1, comments: 0 },
        ])
        const rows = rowsOf(await readAllPages(reader({ order, ...RARE }), MAX_PAGE_SIZE))
        for (const { post } of all)
          expect(rows.find(({ id }) => id === post.id)).toStrictEqual(
            await valueOf(made().subject.queries.byId(post.id)),
          )
      })

    for (const order of POST_ORDERS)
      it(`${order}: no row comes twice or is missed when others come and go meanwhile`, async () => {
        const all = await listed(
          [0, 1, 1, 2, 3, 3, 4, 5].map((tick) => ({ tick, comments: tick, likes: Math.min(tick, 2) })),
        )
        const expected = inOrder(all, order)
        const read = reader({ order, ...RARE })
        const first = await read({ size: expected.length - 3, cursor: null })
        const seen = first.rows.map(({ id }) => id).filter((id) => expected.includes(id))
        const rowThatTheCursorNames = all.find(({ post }) => post.id === first.rows.at(-1)?.id)
        const unseen = all.filter(({ post }) => !seen.includes(post.id))
        const unseenToGo = unseen[1]
        for (const going of [rowThatTheCursorNames, unseenToGo]) if (going !== undefined) await remove(going.post)
        const [newest] = await listed([{ tick: 6, comments: 6, likes: 2 }])
        const rest: PostId[] = []
        for (let cursor = first.next; cursor !== null;) {
          const page = await read({ size: 1, cursor })
          rest.push(...page.rows.map(({ id }) => id))
          cursor = page.next
        }
        const toCome = expected.filter((id) => !seen.includes(id) && id !== unseenToGo?.post.id)
        expect(rest.filter((id) => expected.includes(id))).toEqual(toCome)
        expect(rest).not.toContain(newest!.post.id)
      })

    it('ends in an empty page that leads back where all that would follow went away', async () => {
      const all = await listed([0, 1].map((tick) => ({ tick: -1_000_000 - tick, comments: 0 })))
      const read = reader({ order: 'newest', ...RARE })
      const pages = await readAllPages(read, MAX_PAGE_SIZE)
      const last = all[1]!.post
      expect(rowsOf(pages).at(-1)?.id).toBe(last.id)
      await remove(last)
      const cursor = { direction: 'after', key: all[0]!.post.createdAt, id: all[0]!.post.id } as const
      const empty = await read({ size: 1, cursor })
      expect([empty.rows, empty.next]).toEqual([[], null])
      expect((await read({ size: 1, cursor: empty.previous })).rows.map(({ id }) => id)).toEqual([all[0]!.post.id])
      await remove(all[0]!.post)
    })

    it('filters by any of the instruments and any of the genres, both at once', async () => {
      const { id: authorId } = await activeIn(units())
      const posted = async (given: Pick<Post, 'instruments' | 'genres'>) =>
        (await postIn(units(), { authorId, ...given })).id
      const both = await posted({ instruments: ['Vocal', 'Drums'], genres: ['Jazz', 'HipHop'] })
      const onlyInstrument = await posted({ instruments: ['Drums'], genres: ['Pop'] })
      const onlyGenre = await posted({ instruments: ['Guitar'], genres: ['Jazz'] })
      const noGenre = await posted({ instruments: ['Vocal'], genres: [] })
      const all = [both, onlyInstrument, onlyGenre, noGenre].toReversed()
      const found = async (filter: Pick<PostListRequest, 'instruments' | 'genres'>) => {
        const pages = await readAllPages(reader({ order: 'newest', ...filter }), MAX_PAGE_SIZE)
        return rowsOf(pages).flatMap(({ id }) => (all.includes(id) ? [id] : []))
      }
      expect(await found({ instruments: [], genres: [] })).toEqual(all)
      expect(await found({ instruments: ['Drums', 'Bass'], genres: [] })).toEqual([onlyInstrument, both])
      expect(await found({ instruments: ['Drums', 'Vocal'], genres: [] })).toEqual([noGenre, onlyInstrument, both])
      expect(await found({ instruments: [], genres: ['HipHop', 'Jazz'] })).toEqual([onlyGenre, both])
      expect(await found({ instruments: ['Drums', 'Vocal'], genres: ['Pop'] })).toEqual([onlyInstrument])
      expect(await found({ instruments: ['Keyboard'], genres: ['Jazz'] })).toEqual([])
    })

    it('knows every word, and takes none for another', async () => {
      const { id: authorId } = await activeIn(units())
      const words = [
        ...INSTRUMENTS.map((word) => ({ instruments: [word], genres: [] })),
        ...GENRES.map((word) => ({ instruments: [], genres: [word] })),
      ]
      const posts: PostId[] = []
      for (const given of words) posts.push((await postIn(units(), { authorId, ...given })).id)
      for (const [at, filter] of words.entries()) {
        const pages = await readAllPages(reader({ order: 'newest', ...filter }), MAX_PAGE_SIZE)
        expect(rowsOf(pages).flatMap(({ id }) => (posts.includes(id) ? [id] : []))).toEqual([posts[at]])
      }
    })

    for (const order of POST_ORDERS)
      it(`${order}: filters before it pages`, async () => {
        const wanted = await listed([0, 1, 2, 3].map((tick) => ({ tick, comments: tick % 2 })))
        for (let other = 0; other < 4; other++) await postIn(units(), { createdAt: after(NOON, other) })
        await expectPagination(reader({ order, ...RARE }), 2, inOrder(wanted, order))
      })
  })
