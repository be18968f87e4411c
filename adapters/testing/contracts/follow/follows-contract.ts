import { expect } from '#adapters/testing/expect.ts'
import { MAX_FOLLOWS_SHOWN, type UserQueries } from '#application/account/user-view.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { NOON, twice, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, followIn } from '#adapters/testing/given.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What follows are examined on: both look at the same rows. */
export type FollowsSubject = { readonly units: UnitOfWork; readonly users: UserQueries }

type Somebody = { readonly id: UserId }

/** `FollowRepository`, and that screens show and count what it keeps. */
export const followsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<FollowsSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'FollowRepository', name }, make, (made, it) => {
    const units = () => made().subject.units
    const follows = (one: Somebody, other: Somebody) => valueOf(units().run((all) => all.follows.has(one.id, other.id)))
    const unfollow = (one: Somebody, other: Somebody) =>
      valueOf(units().run((all) => all.follows.remove(one.id, other.id)))
    const seen = async ({ id }: Somebody) => {
      const { numFollowings, numFollowers, following, followers } = (await valueOf(made().subject.users.byId(id)))!
      return { numFollowings, numFollowers, following, followers }
    }
    const nobody = { numFollowings: 0, numFollowers: 0, following: [], followers: [] }
    const people = async (count: number) => {
      const all = []
      for (let added = 0; added < count; added++) all.push(await activeIn(units()))
      return all
    }

    it('keeps one follow of a pair, one way, however often it is added', async () => {
      const [ann, bob] = await people(2)
      expect(await follows(ann!, bob!)).toBe(false)
      await followIn(units(), ann!, bob!)
      await followIn(units(), ann!, bob!, after(NOON, MINUTE))
      expect([await follows(ann!, bob!), await follows(bob!, ann!)]).toEqual([true, false])
      expect(await seen(ann!)).toEqual({ ...nobody, numFollowings: 1, following: [bob!.id] })
      expect(await seen(bob!)).toEqual({ ...nobody, numFollowers: 1, followers: [ann!.id] })
    })

    it('takes a follow away, however often that is asked, and leaves its reverse', async () => {
      const [ann, bob] = await people(2)
      await followIn(units(), ann!, bob!)
      await followIn(units(), bob!, ann!)
      for (let times = 0; times < 2; times++) await unfollow(ann!, bob!)
      expect([await follows(ann!, bob!), await follows(bob!, ann!)]).toEqual([false, true])
      expect(await seen(ann!)).toEqual({ ...nobody, numFollowers: 1, followers: [bob!.id] })
      expect(await seen(bob!)).toEqual({ ...nobody, numFollowings: 1, following: [ann!.id] })
    })

    it('names the newest of both sides, the newest first, and the newer id first within a moment', async () => {
      const [idol, fan] = await people(2)
      const crowd = await people(MAX_FOLLOWS_SHOWN + 2)
      // Three at a time, and the later somebody came, the older the follow.
      const ages = crowd.map((user, at) => ({ user, age: Math.floor(at / 3) }))
      for (const { user, age } of ages) {
        await followIn(units(), user, idol!, after(NOON, -age))
        await followIn(units(), fan!, user, after(NOON, -age))
      }
      const newest = ages
        .toSorted((one, other) => one.age - other.age || other.user.id - one.user.id)
        .map(({ user }) => user.id)
        .slice(0, MAX_FOLLOWS_SHOWN)
      expect(await seen(idol!)).toEqual({ ...nobody, numFollowers: crowd.length, followers: newest })
      expect(await seen(fan!)).toEqual({ ...nobody, numFollowings: crowd.length, following: newest })
    })

    it('goes with either of its users, and the other one counts it no more', async () => {
      const [leaving, fan, idol] = await people(3)
      await followIn(units(), fan!, leaving!)
      await followIn(units(), leaving!, idol!)
      await followIn(units(), fan!, idol!)
      await valueOf(units().run(({ users }) => users.remove([leaving!.id])))
      expect(await seen(fan!)).toEqual({ ...nobody, numFollowings: 1, following: [idol!.id] })
      expect(await seen(idol!)).toEqual({ ...nobody, numFollowers: 1, followers: [fan!.id] })
    })

    it('takes back what a refused unit did', async () => {
      const [ann, bob, eve] = await people(3)
      await followIn(units(), ann!, bob!)
      const before = await seen(bob!)
      await takenBack(units(), (all) => all.follows.add({ followerId: eve!.id, followedId: bob!.id, followedAt: NOON }))
      await takenBack(units(), (all) => all.follows.remove(ann!.id, bob!.id))
      expect(await seen(bob!)).toEqual(before)
      expect(await seen(eve!)).toEqual(nobody)
    })

    it('does not take a follow of or by nobody, nor of oneself', async () => {
      const [ann] = await people(1)
      const unknown = UNKNOWN_ID as UserId
      for (const [followerId, followedId] of [
        [ann!.id, unknown],
        [unknown, ann!.id],
        [ann!.id, ann!.id],
      ] as const)
        await expectUnavailable(units().run((all) => all.follows.add({ followerId, followedId, followedAt: NOON })))
      expect(await seen(ann!)).toEqual(nobody)
    })

    it('counts follows that come and go at once, each once', async () => {
      const [idol, ...fans] = await people(7)
      await Promise.all(twice(fans).map((fan) => followIn(units(), fan, idol!)))
      expect((await seen(idol!)).numFollowers).toBe(6)
      const [going, staying] = [fans.slice(0, 4), fans.slice(4)]
      await Promise.all([
        ...twice(going).map((fan) => unfollow(fan, idol!)),
        ...staying.map((fan) => followIn(units(), fan, idol!)),
      ])
      const followers = staying.map(({ id }) => id).toReversed()
      expect(await seen(idol!)).toEqual({ ...nobody, numFollowers: 2, followers })
      for (const fan of going) expect(await seen(fan)).toEqual(nobody)
    })
  })
