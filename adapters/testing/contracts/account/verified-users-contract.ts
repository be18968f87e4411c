import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { activate } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { newActiveUsers } from '#adapters/testing/arbitraries.ts'
import { email, newActiveUser, type NewActiveUser, nickname, NOON } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn, suspendedIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `UserRepository`: users that are proved from the start, and suspended ones. */
export const verifiedUsersContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'UserRepository, proved users', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (id: UserId) => valueOf(units().run(({ users }) => users.byId(id)))
    const add = (user: NewActiveUser) => units().run(({ users }) => users.add(user))
    const verified = async (given: Partial<NewActiveUser> = {}) => valueOf(add(newActiveUser(given)))

    it('gives a user who is active at once its id and back what was added', () =>
      fc.assert(
        fc.asyncProperty(newActiveUsers, async (given) => {
          const own = { ...given, email: email(), nickname: nickname() }
          const added = await valueOf(add(own))
          expect(added).toStrictEqual({ ...own, id: added.id })
          expect(await stored(added.id)).toStrictEqual(added)
        }),
        { numRuns: runs },
      ))

    it('refuses to add an active user of a proved one’s address or nickname, and adds nobody', async () => {
      for (const owner of [await activeIn(units()), await suspendedIn(units())]) {
        const sameAddress = await refusalOf(add(newActiveUser({ email: owner.email })))
        expect(sameAddress).toEqual({ type: 'EmailTaken', email: owner.email })
        expect(await valueOf(units().run(({ users }) => users.ofAddress(owner.email)))).toStrictEqual([owner])
        const rival = newActiveUser({ nickname: owner.nickname })
        expect(await refusalOf(add(rival))).toEqual({ type: 'NicknameTaken', nickname: owner.nickname })
        expect(await valueOf(units().run(({ users }) => users.ofAddress(rival.email)))).toEqual([])
      }
    })

    it('adds an active user beside pending ones of the address and the nickname', async () => {
      const pending = await pendingIn(units())
      const added = await verified({ email: pending.email, nickname: pending.nickname })
      expect(await valueOf(units().run(({ users }) => users.ofAddress(pending.email)))).toStrictEqual([pending, added])
    })

    it('keeps address and nickname for a suspended user', async () => {
      const suspended = await suspendedIn(units())
      const rival = await pendingIn(units(), { email: suspended.email })
      const refusal = await refusalOf(units().run(({ users }) => users.save(activate(rival, NOON))))
      expect(refusal).toEqual({ type: 'EmailTaken', email: suspended.email })
      const { nickname: taken } = suspended
      expect(await valueOf(units().run(({ users }) => users.verifiedByNickname(taken)))).toStrictEqual(suspended)
      const namesake = await pendingIn(units(), { nickname: taken })
      const other = await refusalOf(units().run(({ users }) => users.save(activate(namesake, NOON))))
      expect(other).toEqual({ type: 'NicknameTaken', nickname: taken })
    })
  })
