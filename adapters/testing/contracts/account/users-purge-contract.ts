import * as fc from 'fast-check'
import { ok, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { ACTIVATION_KEY_LIFETIME, type ActivationKey } from '#domain/account/activation-key.ts'
import { isStale } from '#domain/account/stale-users.ts'
import { activate, type User } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, DAY, type Instant } from '#domain/shared/instant.ts'
import { instantsAround } from '#adapters/testing/arbitraries.ts'
import { activationKey, newUser, NOON } from '#adapters/testing/fixtures.ts'
import { pendingIn, suspendedIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

type SignedUp = { readonly createdAt: Instant; readonly isActive: boolean; readonly expiries: readonly Instant[] }

const signedUp: fc.Arbitrary<SignedUp> = fc.record({
  createdAt: instantsAround(NOON, [-ACTIVATION_KEY_LIFETIME]),
  isActive: fc.boolean(),
  expiries: fc.array(instantsAround(NOON), { maxLength: 3 }),
})

/** `UserRepository.removeStale`. */
export const usersPurgeContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'UserRepository, purge', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (id: UserId) => valueOf(units().run(({ users }) => users.byId(id)))
    const removeStale = (now: Instant, limit: number) =>
      valueOf(units().run(({ users }) => users.removeStale(now, limit)))
    const keysOf = (...ids: readonly UserId[]) =>
      valueOf(units().run(({ activationKeys }) => activationKeys.ofUsers(ids)))
    const give = (key: ActivationKey) => valueOf(units().run(({ activationKeys }) => activationKeys.add(key)))

    it('takes no purge of suspended users', async () => {
      const suspended = await suspendedIn(units(), { createdAt: NOON })
      await removeStale(after(NOON, 1_000 * DAY), 1_000_000)
      expect(await stored(suspended.id)).toStrictEqual(suspended)
    })

    it('is stale at the very instant its last key dies, and not a millisecond before', async () => {
      const user = await pendingIn(units(), { createdAt: NOON })
      const dies = after(NOON, 3 * DAY)
      await give(activationKey({ userId: user.id }))
      await give(activationKey({ userId: user.id, issuedAt: after(NOON, DAY), expiresAt: dies }))
      await removeStale(after(dies, -1), 1_000_000)
      expect(await stored(user.id)).toStrictEqual(user)
      await removeStale(dies, 1_000_000)
      expect(await stored(user.id)).toBeNull()
      expect(await keysOf(user.id)).toEqual([])
    })

    const signUp = ({ createdAt, isActive, expiries }: SignedUp) =>
      valueOf(
        units().run(({ users, activationKeys }) =>
          safeTry(async function* () {
            const pending = yield* users.add(newUser({ createdAt }))
            const keys = expiries.map((expiresAt) =>
              activationKey({ userId: pending.id, issuedAt: createdAt, expiresAt }),
            )
            for (const key of keys) yield* activationKeys.add(key)
            const user: User = isActive ? activate(pending, createdAt) : pending
            if (isActive) yield* users.save(user)
            return ok({ user, keys })
          }),
        ),
      )

    it('removes stale users and no others, up to the limit, and tells how many', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(signedUp, { maxLength: 8 }),
          fc.integer({ min: 1, max: 8 }),
          async (people, limit) => {
            // What other cases left pending would be counted too.
            while ((await removeStale(after(NOON, 10_000 * DAY), 1_000)) > 0);
            const all = []
            for (const person of people) all.push(await signUp(person))
            const stale = all.filter(({ user, keys }) => isStale(user, keys, NOON))
            const living = all.filter((one) => !stale.includes(one))

            expect(await removeStale(NOON, limit)).toBe(Math.min(limit, stale.length))
            const left = await Promise.all(stale.map(({ user }) => stored(user.id)))
            expect(left.filter((user) => user !== null)).toHaveLength(Math.max(0, stale.length - limit))
            for (const [at, { user, keys }] of stale.entries())
              expect(await keysOf(user.id)).toHaveLength(left[at] === null ? 0 : keys.length)

            while ((await removeStale(NOON, limit)) > 0);
            for (const { user } of stale) expect(await stored(user.id)).toBeNull()
            for (const { user, keys } of living) {
              expect(await stored(user.id)).toStrictEqual(user)
              expect(await keysOf(user.id)).toHaveLength(keys.length)
            }
          },
        ),
        { numRuns: runs },
      ))
  })
