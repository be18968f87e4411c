import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import { MAX_POSTS_SHOWN, type UserQueries } from '#application/account/user-view.ts'
import type { PostQueries } from '#application/post/ports.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { withLastLogin } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { instants, newUsers } from '#adapters/testing/arbitraries.ts'
import { email, newActiveUser, nickname, NOON, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, pendingIn, postIn, suspendedIn } from '#adapters/testing/given.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the user queries are examined on: both look at the same rows. */
export type UserQueriesSubject = { readonly units: UnitOfWork; readonly queries: UserQueries }

/** The screen of one user shows posts, each as their own queries do. */
export type UserScreensSubject = UserQueriesSubject & { readonly posts: PostQueries }

/** Whom nobody likes or follows yet. */
const lonely = { totalLiked: 0, numFollowings: 0, numFollowers: 0, following: [], followers: [] }

const NO_PICTURES = { picture: null, background: null }
const neither = { isActive: false, isSuspended: false }
const noStaff = { isStaff: false }

/** `UserQueries.byId` and `detail`. Lists have a suite of their own. */
export const userViewsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UserScreensSubject>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'UserQueries', name }, make, (made, it) => {
    const units = () => made().subject.units
    const view = (id: UserId) => valueOf(made().subject.queries.byId(id))
    const detail = (id: UserId) => valueOf(made().subject.queries.detail(id))

    it('shows a pending user, without its password', () =>
      fc.assert(
        fc.asyncProperty(newUsers, async (given) => {
          const { id } = await pendingIn(units(), given)
          const { passwordHash: _, subject: __, state: ___, ...shown } = given
          expect(await view(id)).toStrictEqual({
            id,
            ...shown,
            ...neither,
            ...noStaff,
            ...lonely,
            ...NO_PICTURES,
            lastLoginAt: null,
          })
        }),
        { numRuns: runs },
      ))

    it('shows an active user, and when it logged in last', () =>
      fc.assert(
        fc.asyncProperty(newUsers, instants, async (given, now) => {
          const user = await activeIn(units(), { ...given, email: email(), nickname: nickname() })
          const { passwordHash: _, state: __, activatedAt: ___, ...shown } = user
          expect(await view(user.id)).toStrictEqual({ ...shown, ...neither, ...lonely, isActive: true })
          await valueOf(units().run(({ users }) => users.touch(withLastLogin(user, now))))
          expect(await view(user.id)).toStrictEqual({
            ...shown,
            ...neither,
            ...lonely,
            isActive: true,
            lastLoginAt: now,
          })
        }),
        { numRuns: runs },
      ))

    it('shows who is staff', async () => {
      const { id } = await valueOf(units().run(({ users }) => users.add(newActiveUser({ isStaff: true }))))
      expect(await view(id)).toMatchObject({ isStaff: true })
    })

    it('shows a suspended user as such', async () => {
      const { id } = await suspendedIn(units())
      expect(await view(id)).toMatchObject({ isActive: false, isSuspended: true })
    })

    it('shows a user’s own screen with nothing on it', async () => {
      for (const { id } of [await activeIn(units()), await pendingIn(units()), await suspendedIn(units())])
        expect(await detail(id)).toStrictEqual({ ...(await view(id)), posts: [], likedPosts: [] })
    })

    it('shows a user’s own screen with the newest posts, newest first, each as it is shown alone', async () => {
      const { id: authorId } = await activeIn(units())
      const posts = []
      for (let at = 0; at < MAX_POSTS_SHOWN + 2; at++)
        posts.push(await postIn(units(), { authorId, createdAt: after(NOON, Math.floor(at / 3) * MINUTE) }))
      await commentIn(units(), posts.at(-1)!)
      await postIn(units())
      const newest = posts.toSorted((one, other) => other.createdAt - one.createdAt || other.id - one.id)
      const shown = await detail(authorId)
      expect(shown?.posts.map(({ id }) => id)).toEqual(newest.slice(0, MAX_POSTS_SHOWN).map(({ id }) => id))
      for (const post of [shown!.posts[0]!, shown!.posts.at(-1)!])
        expect(post).toStrictEqual(await valueOf(made().subject.posts.byId(post.id)))
    })

    it('answers null for what is not there', async () => {
      expect([await view(UNKNOWN_ID as UserId), await detail(UNKNOWN_ID as UserId)]).toEqual([null, null])
      const { id } = await activeIn(units())
      await valueOf(units().run(({ users }) => users.remove([id])))
      expect([await view(id), await detail(id)]).toEqual([null, null])
    })

    it('shows nothing of what was taken back', async () => {
      const user = await activeIn(units())
      await takenBack(units(), ({ users }) => users.save({ ...user, instruments: ['Drums'] }))
      expect(await view(user.id)).toMatchObject({ instruments: user.instruments })
    })

    it('answers Unavailable in an outage, and the user after it', async () => {
      const { id } = await activeIn(units())
      await made().breakDown()
      await expectUnavailable(made().subject.queries.byId(id))
      await expectUnavailable(made().subject.queries.detail(id))
      const page = { size: 1, cursor: null }
      const all = { order: 'nickname', instruments: [], genres: [], page } as const
      await expectUnavailable(made().subject.queries.list(all))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await view(id)).toMatchObject({ id })
    })
  })
