/** A few lines over the limit, so that the cases of one port stay together. */

import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import { MAX_PAGE_SIZE } from '#application/shared/page.ts'
import { USER_ORDERS, type UserListRequest, type UserOrder } from '#application/account/user-view.ts'
import { nicknameKey } from '#domain/account/nickname.ts'
import { type ActiveUser, readmit, suspend } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { nicknameOf, NOON, unique } from '#adapters/testing/fixtures.ts'
import { activeIn, followIn, likeIn, pendingIn, postIn, suspendedIn } from '#adapters/testing/given.ts'
import { expectPaged, pagesForward, rowsOf } from '#adapters/testing/contracts/shared/pages.ts'
import { contract, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { UserQueriesSubject } from './user-views-contract.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** Rare words, so that a page is not full of what other cases left. */
const RARE = { instruments: ['Keyboard', 'Other'], genres: ['Classic'] } as const

/** By the characters' numbers in Unicode, in which UTF-8 sorts too. */
const inCharacterOrder = (one: string, other: string): number => {
  const [left, right] = [Array.from(one), Array.from(other)]
  const at = left.findIndex((character, index) => character !== right[index])
  if (at < 0) return left.length - right.length
  return left[at]!.codePointAt(0)! - (right[at]?.codePointAt(0) ?? -1)
}

/** What others gave a user: one like a post, so likes are posts. */
type Popular = { readonly likes: number; readonly followers: number }

const NOBODY_CARES: Popular = { likes: 0, followers: 0 }

const compared = (order: UserOrder, one: Popular, other: Popular): number => {
  switch (order) {
    case 'mostLiked':
      return other.likes - one.likes
    case 'mostFollowed':
      return other.followers - one.followers
    case 'nickname':
      return 0
  }
}

const inOrder = (users: readonly ActiveUser[], order: UserOrder, popular: readonly Popular[] = []): readonly UserId[] =>
  users
    .map((user, at) => ({ user, ...(popular[at] ?? NOBODY_CARES) }))
    .toSorted(
      (one, other) =>
        (order === 'nickname'
          ? inCharacterOrder(nicknameKey(one.user.nickname), nicknameKey(other.user.nickname))
          : 0) ||
        compared(order, one, other) ||
        other.user.id - one.user.id,
    )
    .map(({ user }) => user.id)

const FEW = fc.integer({ min: 0, max: 2 })

/** First letters of many scripts, in two cases, before and behind what UTF-16 calls a pair, composed and not. */
const MAILS = [
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
  contract(testRunner, { of: 'UserQueries, lists', name }, make, (made, it) => {
    const units = () => made().subject.units
    const reader = (request: Omit<UserListRequest, 'page'>) => (page: UserListRequest['page']) =>
      valueOf(made().subject.queries.list({ ...request, page }))
    const remove = (...ids: readonly UserId[]) => valueOf(units().run(({ users }) => users.remove(ids)))
    const named = async (...words: readonly string[]) => {
      const all: ActiveUser[] = []
      for (const word of words) all.push(await activeIn(units(), { nickname: nicknameOf(unique(word)), ...RARE }))
      return all
    }
    /** Gives each of the users, in their order, that many likes and followers. */
    const cheered = async (users: readonly ActiveUser[], popular: readonly Popular[]) => {
      const fans = await Promise.all([1, 2].map(() => activeIn(units())))
      for (const [at, user] of users.entries()) {
        const { likes, followers } = popular[at] ?? NOBODY_CARES
        for (const fan of fans.slice(0, followers)) await followIn(units(), fan, user)
        for (let liked = 0; liked < likes; liked++)
          await likeIn(units(), await postIn(units(), { authorId: user.id }), fans[0]!)
      }
      return fans.map(({ id }) => id)
    }
    const found = async (request: Omit<UserListRequest, 'page'>) =>
      rowsOf(await pagesForward(reader(request), MAX_PAGE_SIZE)).map(({ id }) => id)

    const signedUp = async (given: Pick<ActiveUser, 'instruments' | 'genres'>) => (await activeIn(units(), given)).id

    it('pages forward and back through every order, ties included, in any script', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ word: fc.constantFrom(...MAILS), likes: FEW, followers: FEW }), {
            minLength: 1,
            maxLength: 7,
          }),
          fc.constantFrom(...USER_ORDERS),
          fc.integer({ min: 1, max: 4 }),
          async (given, order, size) => {
            const all = await named(...given.map(({ word }) => word))
            const fans = await cheered(all, given)
            await expectPaged(reader({ order, ...RARE }), size, inOrder(all, order, given))
            await remove(...all.map(({ id }) => id), ...fans)
          },
        ),
        { numRuns: runs },
      ))

    it('sorts nicknames of every script as their characters are numbered, case and form aside', async () => {
      const all = await named(...MAILS.toReversed())
      const listed = await found({ order: 'nickname', ...RARE })
      const ids = new Set(all.map(({ id }) => id))
      expect(listed.filter((id) => ids.has(id))).toEqual(inOrder(all, 'nickname'))
      const placeOf = (word: string) => listed.indexOf(all[MAILS.toReversed().indexOf(word)]!.id)
      expect(placeOf('a')).toBeLessThan(placeOf('B'))
      expect(placeOf('B')).toBeLessThan(placeOf('z'))
      expect(placeOf('﹅')).toBeLessThan(placeOf('🎸'))
    })

    for (const order of USER_ORDERS)
      it(`${order}: shows each user as it is shown alone`, async () => {
        const all = await named('One', '둘')
        const rows = rowsOf(await pagesForward(reader({ order, ...RARE }), MAX_PAGE_SIZE))
        for (const { id } of all)
          expect(rows.find((row) => row.id === id)).toStrictEqual(await valueOf(made().subject.queries.byId(id)))
      })

    it('lists active users only, and those again whom staff readmits', async () => {
      const [active] = await named('Active')
      const pending = await pendingIn(units(), RARE)
      const suspended = await suspendedIn(units(), RARE)
      const request = { order: 'nickname', ...RARE } as const
      const listed = await found(request)
      expect(listed).toContain(active!.id)
      for (const { id } of [pending, suspended]) expect(listed).not.toContain(id)
      await valueOf(units().run(({ users }) => users.setState(readmit(suspended))))
      expect(await found(request)).toContain(suspended.id)
      await valueOf(units().run(({ users }) => users.setState(suspend(active!, NOON))))
      expect(await found(request)).not.toContain(active!.id)
    })

    for (const order of USER_ORDERS)
      it(`${order}: no row comes twice or is missed when others come and go meanwhile`, async () => {
        const all = await named('h', 'e', 'B', 'g', 'a', 'd', 'f', 'C')
        const expected = inOrder(all, order)
        const read = reader({ order, ...RARE })
        const first = await read({ size: expected.length - 3, cursor: null })
        const seen = first.rows.map(({ id }) => id).filter((id) => expected.includes(id))
        const rowThatTheCursorNames = first.rows.at(-1)!.id
        const unseenToGo = expected.filter((id) => !seen.includes(id))[1]
        await remove(rowThatTheCursorNames)
        if (unseenToGo !== undefined) await remove(unseenToGo)
        const before = order === 'nickname' ? (await named('\u0021'))[0]! : null
        const rest: UserId[] = []
        for (let cursor = first.next; cursor !== null;) {
          const page = await read({ size: 1, cursor })
          rest.push(...page.rows.map(({ id }) => id))
          cursor = page.next
        }
        expect(rest.filter((id) => expected.includes(id))).toEqual(
          expected.filter((id) => !seen.includes(id) && id !== unseenToGo),
        )
        expect(rest).not.toContain(before?.id)
      })

    it('goes on from where a cursor points although its user took another nickname', async () => {
      const all = await named('a', 'b', 'c', 'd')
      const read = reader({ order: 'nickname', ...RARE })
      const ids = all.map(({ id }) => id)
      const pages = await pagesForward(read, 1)
      const at = pages.findIndex(({ rows }) => rows[0]?.id === ids[1])
      const { nickname: last } = (await named('zz'))[0]!
      await valueOf(
        units().run(({ users }) => users.setProfile(ids[1]!, { ...all[1]!, nickname: nicknameOf(`${last}z`) })),
      )
      const after = await read({ size: MAX_PAGE_SIZE, cursor: pages[at]!.next })
      expect(after.rows.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual([ids[2], ids[3], ids[1]])
    })

    it('filters by any of the instruments and any of the genres, both at once', async () => {
      const both = await signedUp({ instruments: ['Vocal', 'Drums'], genres: ['Jazz', 'HipHop'] })
      const onlyInstrument = await signedUp({ instruments: ['Drums'], genres: ['Pop'] })
      const onlyGenre = await signedUp({ instruments: ['Guitar'], genres: ['Jazz'] })
      const neither = await signedUp({ instruments: [], genres: [] })
      const all = [both, onlyInstrument, onlyGenre, neither].toReversed()
      const filtered = async (filter: Pick<UserListRequest, 'instruments' | 'genres'>) =>
        (await found({ order: 'mostFollowed', ...filter })).filter((id) => all.includes(id))
      expect(await filtered({ instruments: [], genres: [] })).toEqual(all)
      expect(await filtered({ instruments: ['Drums', 'Bass'], genres: [] })).toEqual([onlyInstrument, both])
      expect(await filtered({ instruments: [], genres: ['HipHop', 'Jazz'] })).toEqual([onlyGenre, both])
      expect(await filtered({ instruments: ['Drums', 'Vocal'], genres: ['Pop'] })).toEqual([onlyInstrument])
      expect(await filtered({ instruments: ['Keyboard'], genres: ['Jazz'] })).toEqual([])
    })

    for (const order of USER_ORDERS)
      it(`${order}: filters before it pages`, async () => {
        const wanted = await named('w', 'x', 'Y', 'z')
        for (let other = 0; other < 4; other++) await activeIn(units())
        await expectPaged(reader({ order, ...RARE }), 2, inOrder(wanted, order))
      })
  })
