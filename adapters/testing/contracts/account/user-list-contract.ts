/** A few lines over the limit of 200, so that all cases of `UserQueries.list` are in one file. */

import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import { MAX_PAGE_SIZE } from '#application/shared/page.ts'
import { USER_ORDERS, type UserListRequest, type UserOrder } from '#application/account/user-view.ts'
import { nicknameKey } from '#domain/account/nickname.ts'
import { type ActiveUser, readmit, suspend } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { nicknameOf, NOON, unique } from '#adapters/testing/fixtures.ts'
import { activeIn, followIn, likeIn, pendingIn, postIn, suspendedIn } from '#adapters/testing/given.ts'
import { expectPagination, readAllPages, rowsOf } from '#adapters/testing/contracts/shared/pages.ts'
import { contract, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { UserQueriesSubject } from './user-views-contract.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** An uncommon combination to filter by, so that users of other cases do not fill the pages. */
const UNCOMMON = { instruments: ['Keyboard', 'Other'], genres: ['Classic'] } as const

/** By code point, which is also the order of UTF-8's bytes. */
const byCodePoint = (one: string, other: string): number => {
  const [left, right] = [Array.from(one), Array.from(other)]
  const at = left.findIndex((character, index) => character !== right[index])
  if (at < 0) return left.length - right.length
  return left[at]!.codePointAt(0)! - (right[at]?.codePointAt(0) ?? -1)
}

/** How many likes and followers a user gets. Each like is of another post. */
type Popularity = { readonly likes: number; readonly followers: number }

const UNKNOWN: Popularity = { likes: 0, followers: 0 }

const byPopularity = (order: UserOrder, one: Popularity, other: Popularity): number => {
  switch (order) {
    case 'mostLiked':
      return other.likes - one.likes
    case 'mostFollowed':
      return other.followers - one.followers
    case 'nickname':
      return 0
  }
}

const sortedIds = (
  users: readonly ActiveUser[],
  order: UserOrder,
  popularity: readonly Popularity[] = [],
): readonly UserId[] =>
  users
    .map((user, at) => ({ user, ...(popularity[at] ?? UNKNOWN) }))
    .toSorted(
      (one, other) =>
        (order === 'nickname' ? byCodePoint(nicknameKey(one.user.nickname), nicknameKey(other.user.nickname)) : 0) ||
        byPopularity(order, one, other) ||
        other.user.id - one.user.id,
    )
    .map(({ user }) => user.id)

const upToTwo = fc.integer({ min: 0, max: 2 })

/** Beginnings of nicknames: many scripts, both cases, below and above U+FFFF, composed and decomposed. */
const BEGINNINGS = [
  'a',
  'B',
  'z',
  'Z',
  '0',
  '_',
  '~',
  'é',
  'e\u0301',
  'ß',
  'İ',
  'я',
  'Ж',
  'ا',
  'ㄱ',
  '가',
  '힣',
  '字',
  'ｱ',
  '﹅',
  '🎸',
  '😀',
  '𝔸',
  "'",
  '%',
  '\\',
]

/** `UserQueries.list`: orders, pages, filters, and who is not listed. */
export const userListContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UserQueriesSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'UserQueries.list', name }, make, (made, it) => {
    const units = () => made().subject.units
    const pageReader = (request: Omit<UserListRequest, 'page'>) => (page: UserListRequest['page']) =>
      valueOf(made().subject.queries.list({ ...request, page }))
    const remove = (...ids: readonly UserId[]) => valueOf(units().run(({ users }) => users.remove(ids)))
    const usersNamed = async (...beginnings: readonly string[]) => {
      const all: ActiveUser[] = []
      for (const beginning of beginnings)
        all.push(await activeIn(units(), { nickname: nicknameOf(unique(beginning)), ...UNCOMMON }))
      return all
    }
    /** Gives each user the likes and followers at its place in `popularity`. Returns the ids of the fans. */
    const addLikesAndFollowers = async (users: readonly ActiveUser[], popularity: readonly Popularity[]) => {
      const fans = await Promise.all([1, 2].map(() => activeIn(units())))
      for (const [at, user] of users.entries()) {
        const { likes, followers } = popularity[at] ?? UNKNOWN
        for (const fan of fans.slice(0, followers)) await followIn(units(), fan, user)
        for (let liked = 0; liked < likes; liked++)
          await likeIn(units(), await postIn(units(), { authorId: user.id }), fans[0]!)
      }
      return fans.map(({ id }) => id)
    }
    const listedIds = async (request: Omit<UserListRequest, 'page'>) =>
      rowsOf(await readAllPages(pageReader(request), MAX_PAGE_SIZE)).map(({ id }) => id)

    const activeUserId = async (given: Pick<ActiveUser, 'instruments' | 'genres'>) =>
      (await activeIn(units(), given)).id

    it('pages forward and backward in every order, with ties and nicknames in any script', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ beginning: fc.constantFrom(...BEGINNINGS), likes: upToTwo, followers: upToTwo }), {
            minLength: 1,
            maxLength: 7,
          }),
          fc.constantFrom(...USER_ORDERS),
          fc.integer({ min: 1, max: 4 }),
          async (given, order, size) => {
            const all = await usersNamed(...given.map(({ beginning }) => beginning))
            const fans = await addLikesAndFollowers(all, given)
            await expectPagination(pageReader({ order, ...UNCOMMON }), size, sortedIds(all, order, given))
            await remove(...all.map(({ id }) => id), ...fans)
          },
        ),
        { numRuns: runs },
      ))

    it('sorts nicknames by code point, whatever their case and Unicode normal form', async () => {
      const all = await usersNamed(...BEGINNINGS.toReversed())
      const listed = await listedIds({ order: 'nickname', ...UNCOMMON })
      const ids = new Set(all.map(({ id }) => id))
      expect(listed.filter((id) => ids.has(id))).toEqual(sortedIds(all, 'nickname'))
      const placeOf = (beginning: string) => listed.indexOf(all[BEGINNINGS.toReversed().indexOf(beginning)]!.id)
      expect(placeOf('a')).toBeLessThan(placeOf('B'))
      expect(placeOf('B')).toBeLessThan(placeOf('z'))
      expect(placeOf('﹅')).toBeLessThan(placeOf('🎸'))
    })

    for (const order of USER_ORDERS)
      it(`${order}: shows each user as byId does`, async () => {
        const all = await usersNamed('One', '둘')
        const rows = rowsOf(await readAllPages(pageReader({ order, ...UNCOMMON }), MAX_PAGE_SIZE))
        for (const { id } of all)
          expect(rows.find((row) => row.id === id)).toStrictEqual(await valueOf(made().subject.queries.byId(id)))
      })

    it('lists active users only, readmitted ones included', async () => {
      const [active] = await usersNamed('Active')
      const pending = await pendingIn(units(), UNCOMMON)
      const suspended = await suspendedIn(units(), UNCOMMON)
      const request = { order: 'nickname', ...UNCOMMON } as const
      const listed = await listedIds(request)
      expect(listed).toContain(active!.id)
      for (const { id } of [pending, suspended]) expect(listed).not.toContain(id)
      await valueOf(units().run(({ users }) => users.setState(readmit(suspended))))
      expect(await listedIds(request)).toContain(suspended.id)
      await valueOf(units().run(({ users }) => users.setState(suspend(active!, NOON))))
      expect(await listedIds(request)).not.toContain(active!.id)
    })

    for (const order of USER_ORDERS)
      it(`${order}: no row is repeated or skipped while other rows are added and removed`, async () => {
        const all = await usersNamed('h', 'e', 'B', 'g', 'a', 'd', 'f', 'C')
        const expected = sortedIds(all, order)
        const read = pageReader({ order, ...UNCOMMON })
        const first = await read({ size: expected.length - 3, cursor: null })
        const seen = first.rows.map(({ id }) => id).filter((id) => expected.includes(id))
        const rowOfCursor = first.rows.at(-1)!.id
        const removedBeforeSeen = expected.filter((id) => !seen.includes(id))[1]
        await remove(rowOfCursor)
        if (removedBeforeSeen !== undefined) await remove(removedBeforeSeen)
        const insertedBefore = order === 'nickname' ? (await usersNamed('\u0021'))[0]! : null
        const rest: UserId[] = []
        for (let cursor = first.next; cursor !== null;) {
          const page = await read({ size: 1, cursor })
          rest.push(...page.rows.map(({ id }) => id))
          cursor = page.next
        }
        expect(rest.filter((id) => expected.includes(id))).toEqual(
          expected.filter((id) => !seen.includes(id) && id !== removedBeforeSeen),
        )
        expect(rest).not.toContain(insertedBefore?.id)
      })

    it('continues from a cursor although its user has changed nickname', async () => {
      const all = await usersNamed('a', 'b', 'c', 'd')
      const read = pageReader({ order: 'nickname', ...UNCOMMON })
      const ids = all.map(({ id }) => id)
      const pages = await readAllPages(read, 1)
      const at = pages.findIndex(({ rows }) => rows[0]?.id === ids[1])
      const { nickname: highest } = (await usersNamed('zz'))[0]!
      await valueOf(
        units().run(({ users }) => users.setProfile(ids[1]!, { ...all[1]!, nickname: nicknameOf(`${highest}z`) })),
      )
      const after = await read({ size: MAX_PAGE_SIZE, cursor: pages[at]!.next })
      expect(after.rows.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual([ids[2], ids[3], ids[1]])
    })

    it('matches any of the instruments and any of the genres', async () => {
      const both = await activeUserId({ instruments: ['Vocal', 'Drums'], genres: ['Jazz', 'HipHop'] })
      const onlyInstrument = await activeUserId({ instruments: ['Drums'], genres: ['Pop'] })
      const onlyGenre = await activeUserId({ instruments: ['Guitar'], genres: ['Jazz'] })
      const neither = await activeUserId({ instruments: [], genres: [] })
      const all = [both, onlyInstrument, onlyGenre, neither].toReversed()
      const filtered = async (filter: Pick<UserListRequest, 'instruments' | 'genres'>) =>
        (await listedIds({ order: 'mostFollowed', ...filter })).filter((id) => all.includes(id))
      expect(await filtered({ instruments: [], genres: [] })).toEqual(all)
      expect(await filtered({ instruments: ['Drums', 'Bass'], genres: [] })).toEqual([onlyInstrument, both])
      expect(await filtered({ instruments: [], genres: ['HipHop', 'Jazz'] })).toEqual([onlyGenre, both])
      expect(await filtered({ instruments: ['Drums', 'Vocal'], genres: ['Pop'] })).toEqual([onlyInstrument])
      expect(await filtered({ instruments: ['Keyboard'], genres: ['Jazz'] })).toEqual([])
    })

    for (const order of USER_ORDERS)
      it(`${order}: filters before paging`, async () => {
        const wanted = await usersNamed('w', 'x', 'Y', 'z')
        for (let other = 0; other < 4; other++) await activeIn(units())
        await expectPagination(pageReader({ order, ...UNCOMMON }), 2, sortedIds(wanted, order))
      })
  })
