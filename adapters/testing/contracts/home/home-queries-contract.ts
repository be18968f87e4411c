import { expect } from '#adapters/testing/expect.ts'
import type { UserQueries } from '#application/account/user-view.ts'
import { HOME_ROWS, type HomeQueries, type HomeWord } from '#application/home/ports.ts'
import type { PostQueries } from '#application/post/ports.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { readmit, suspend } from '#domain/account/user.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { newActiveUser, NOON } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn, postIn, suspendedIn } from '#adapters/testing/given.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the home queries are examined on: all look at the same rows. */
export type HomeQueriesSubject = {
  readonly units: UnitOfWork
  readonly queries: HomeQueries
  readonly users: UserQueries
  readonly posts: PostQueries
}

const JAZZ = { kind: 'genre', word: 'Jazz' } as const
const DRUMS = { kind: 'instrument', word: 'Drums' } as const
const FIRST = { size: HOME_ROWS, cursor: null }

/** `HomeQueries`: a home page shows what the lists begin with, and counts. */
export const homeQueriesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<HomeQueriesSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'HomeQueries', name }, make, (made, it) => {
    const units = () => made().subject.units
    const totals = async (word: HomeWord) => {
      const { totalUsers, totalPosts } = await valueOf(made().subject.queries.ofWord(word))
      return [totalUsers, totalPosts] as const
    }
    const allTotals = async () => [...(await totals(JAZZ)), ...(await totals(DRUMS))]
    /** What `work` adds to the users and posts of Jazz, then of Drums. */
    const added = async (work: () => Promise<unknown>) => {
      const before = await allTotals()
      await work()
      return (await allTotals()).map((total, at) => total - before[at]!)
    }
    const listed = async (filter: { readonly instruments: readonly 'Drums'[]; readonly genres: readonly 'Jazz'[] }) => {
      const { users, posts } = made().subject
      return {
        popularUsers: (await valueOf(users.list({ order: 'mostLiked', ...filter, page: FIRST }))).rows,
        popularPosts: (await valueOf(posts.list({ order: 'mostLiked', ...filter, page: FIRST }))).rows,
        recentPosts: (await valueOf(posts.list({ order: 'newest', ...filter, page: FIRST }))).rows,
      }
    }
    const crowd = async () => {
      for (let at = 0; at <= HOME_ROWS; at++) {
        const { id: authorId } = await activeIn(units(), {
          instruments: ['Drums'],
          genres: at % 2 === 0 ? ['Jazz'] : [],
        })
        await postIn(units(), { authorId, genres: ['Jazz'], createdAt: after(NOON, ((at * 7) % 5) * MINUTE) })
        await postIn(units(), { authorId, instruments: ['Drums'], createdAt: after(NOON, -at) })
      }
    }

    it('begins as the lists do, for everything and for a word', async () => {
      await crowd()
      const { queries } = made().subject
      const home = await valueOf(queries.home())
      expect(home).toStrictEqual(await listed({ instruments: [], genres: [] }))
      expect(Object.values(home).map((rows) => rows.length)).toEqual([HOME_ROWS, HOME_ROWS, HOME_ROWS])
      expect(await valueOf(queries.ofWord(JAZZ))).toMatchObject(await listed({ instruments: [], genres: ['Jazz'] }))
      expect(await valueOf(queries.ofWord(DRUMS))).toMatchObject(await listed({ instruments: ['Drums'], genres: [] }))
    })

    it('counts posts as they come, change and go', async () => {
      const { id: authorId } = await activeIn(units(), { instruments: [], genres: [] })
      const posted = () => postIn(units(), { authorId, instruments: ['Vocal', 'Drums'], genres: ['Jazz'] })
      expect(await added(posted)).toEqual([0, 1, 0, 1])
      const post = await posted()
      const save = (instruments: (typeof post)['instruments']) =>
        valueOf(units().run(({ posts }) => posts.save({ ...post, instruments })))
      expect(await added(() => save(['Vocal']))).toEqual([0, 0, 0, -1])
      expect(await added(() => save(['Drums']))).toEqual([0, 0, 0, 1])
      expect(await added(() => takenBack(units(), ({ posts }) => posts.remove(post.id)))).toEqual([0, 0, 0, 0])
      expect(await added(() => valueOf(units().run(({ posts }) => posts.remove(post.id))))).toEqual([0, -1, 0, -1])
    })

    it('counts active users only, whichever way they become or cease to be it', async () => {
      const given = { instruments: ['Drums'], genres: ['Jazz', 'Pop'] } as const
      expect(await added(() => pendingIn(units(), given))).toEqual([0, 0, 0, 0])
      expect(await added(() => activeIn(units(), given))).toEqual([1, 0, 1, 0])
      expect(await added(() => suspendedIn(units(), given))).toEqual([0, 0, 0, 0])
      const user = await valueOf(units().run(({ users }) => users.add(newActiveUser(given))))
      const suspended = suspend(user, NOON)
      expect(await added(() => valueOf(units().run(({ users }) => users.setState(suspended))))).toEqual([-1, 0, -1, 0])
      const back = readmit(suspended)
      expect(await added(() => valueOf(units().run(({ users }) => users.setState(back))))).toEqual([1, 0, 1, 0])
      const changed = { ...user, genres: [] }
      expect(await added(() => valueOf(units().run(({ users }) => users.setProfile(user.id, changed))))).toEqual([
        -1, 0, 0, 0,
      ])
    })

    it('takes an account out of the counts with everything it posted', async () => {
      const user = await activeIn(units(), { instruments: ['Drums'], genres: ['Jazz'] })
      for (let at = 0; at < 3; at++)
        await postIn(units(), { authorId: user.id, instruments: ['Drums'], genres: ['Jazz'] })
      expect(await added(() => valueOf(units().run(({ users }) => users.remove([user.id]))))).toEqual([-1, -3, -1, -3])
    })

    it('counts rightly when many come at once', async () => {
      const { id: authorId } = await activeIn(units(), { instruments: [], genres: [] })
      const given = { authorId, instruments: ['Vocal', 'Guitar', 'Bass', 'Drums'], genres: ['Pop', 'Jazz'] } as const
      const rush = () => Promise.all(Array.from({ length: 60 }, () => postIn(units(), given)))
      expect(await added(rush)).toEqual([0, 60, 0, 60])
    })

    it('answers Unavailable in an outage', async () => {
      await made().breakDown()
      const { queries } = made().subject
      await expectUnavailable(queries.home())
      await expectUnavailable(queries.ofWord(DRUMS))
    })
  })
