import * as fc from 'fast-check'
import { err } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { type ActivationKey, KEY_LIFETIMES, type Purpose } from '#domain/account/activation-key.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { UserId } from '#domain/shared/id.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { activationKey, digestOf, newChange, secret } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const purposes = fc.constantFrom(...(Object.keys(KEY_LIFETIMES) as Purpose[]))

/** `ActivationKeyRepository`; keys of a pending change are with the suite of changes. */
export const activationKeysContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'ActivationKeyRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const add = async (key: ActivationKey): Promise<ActivationKey> => {
      await valueOf(units().run(({ activationKeys }) => activationKeys.add(key)))
      return key
    }
    const stored = (digest: SecretDigest) =>
      valueOf(units().run(({ activationKeys }) => activationKeys.byDigest(digest)))
    const ofUsers = async (...ids: readonly UserId[]) => {
      const keys = await valueOf(units().run(({ activationKeys }) => activationKeys.ofUsers(ids)))
      return keys.toSorted(byDigest)
    }

    it('gives back a key as it was added', () =>
      fc.assert(
        fc.asyncProperty(purposes, instants, instants, async (purpose, issuedAt, expiresAt) => {
          const { id: userId } = await pendingIn(units())
          const key = await add(activationKey({ userId, purpose, issuedAt, expiresAt }))
          expect(await stored(key.digest)).toStrictEqual(key)
          expect(await ofUsers(userId)).toStrictEqual([key])
        }),
        { numRuns: runs },
      ))

    it('remembers the change that a key is of', async () => {
      const { id: userId } = await activeIn(units())
      const { id: changeId } = await valueOf(units().run((to) => to.pendingChanges.put(newChange({ userId }))))
      const key = await add(activationKey({ userId, changeId, purpose: 'add-password' }))
      expect(await stored(key.digest)).toStrictEqual(key)
    })

    it('answers null, or none, for what is not there', async () => {
      const { id } = await pendingIn(units())
      expect(await stored(digestOf(secret()))).toBeNull()
      expect(await ofUsers(id)).toEqual([])
      expect(await ofUsers()).toEqual([])
    })

    it('gives all keys of these users, and of no others', async () => {
      const [one, other, third] = [await pendingIn(units()), await pendingIn(units()), await pendingIn(units())]
      const keys = [
        await add(activationKey({ userId: one.id })),
        await add(activationKey({ userId: one.id })),
        await add(activationKey({ userId: other.id })),
      ]
      await add(activationKey({ userId: third.id }))
      expect(await ofUsers(one.id, other.id)).toStrictEqual(keys.toSorted(byDigest))
    })

    it('removes all keys of a user, and of no other, and may do so again', async () => {
      const [one, other] = [await pendingIn(units()), await pendingIn(units())]
      const used = [await add(activationKey({ userId: one.id })), await add(activationKey({ userId: one.id }))]
      const left = await add(activationKey({ userId: other.id }))
      const remove = () => valueOf(units().run(({ activationKeys }) => activationKeys.removeOfUser(one.id)))
      for (const _ of ['first', 'again']) {
        await remove()
        for (const { digest } of used) expect(await stored(digest)).toBeNull()
        expect(await ofUsers(one.id, other.id)).toStrictEqual([left])
      }
    })

    it('shares no object with whoever adds or reads', async () => {
      const { id: userId } = await pendingIn(units())
      const key = activationKey({ userId })
      const before = { ...key }
      await add(key)
      meddleWith(key)
      meddleWith((await stored(before.digest))!)
      meddleWith((await ofUsers(userId))[0]!)
      expect(await stored(before.digest)).toStrictEqual(before)
    })

    it('does not take a key of nobody, nor one twice', async () => {
      const gone = await pendingIn(units())
      const key = await add(activationKey({ userId: gone.id }))
      await expectUnavailable(units().run(({ activationKeys }) => activationKeys.add(key)))
      await valueOf(units().run(({ users }) => users.remove([gone.id])))
      const orphan = activationKey({ userId: gone.id })
      await expectUnavailable(units().run(({ activationKeys }) => activationKeys.add(orphan)))
      expect(await stored(orphan.digest)).toBeNull()
    })

    it('takes back what a refused unit did', async () => {
      const { id: userId } = await pendingIn(units())
      const key = await add(activationKey({ userId }))
      const another = activationKey({ userId })
      await takenBack(units(), ({ activationKeys }) => activationKeys.removeOfUser(userId))
      await refusalOf(units().run(({ activationKeys }) => activationKeys.add(another).andThen(() => err('no'))))
      expect(await ofUsers(userId)).toStrictEqual([key])
    })

    answersUnavailableAmidAUnit(it, made, {
      add: ({ activationKeys }, { authorId }) => activationKeys.add(activationKey({ userId: authorId })),
      byDigest: ({ activationKeys }) => activationKeys.byDigest(digestOf(secret())),
      ofUsers: ({ activationKeys }, { authorId }) => activationKeys.ofUsers([authorId]),
      removeOfUser: ({ activationKeys }, { authorId }) => activationKeys.removeOfUser(authorId),
    })
  })

const byDigest = (one: ActivationKey, other: ActivationKey): number => (one.digest < other.digest ? -1 : 1)
