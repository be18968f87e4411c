import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { NewPendingChange, PendingChange } from '#domain/account/pending-change.ts'
import type { ChangeId, UserId } from '#domain/shared/id.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { activationKey, newChange, newSession, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `PendingChangeRepository`, and how the keys of a change go with it. */
export const pendingChangesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'PendingChangeRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const put = (change: NewPendingChange) => valueOf(units().run(({ pendingChanges }) => pendingChanges.put(change)))
    const stored = (id: ChangeId) => valueOf(units().run(({ pendingChanges }) => pendingChanges.byId(id)))
    const removeOf = (id: UserId) => valueOf(units().run(({ pendingChanges }) => pendingChanges.removeOfUser(id)))
    const waiting = async () => put(newChange({ userId: (await activeIn(units())).id }))
    const withKey = async ({ id: changeId, userId }: PendingChange) => {
      const key = activationKey({ userId, changeId, purpose: 'change-password' })
      await valueOf(units().run(({ activationKeys }) => activationKeys.add(key)))
      return key
    }
    const keysOf = (...ids: readonly UserId[]) =>
      valueOf(units().run(({ activationKeys }) => activationKeys.ofUsers(ids)))

    it('gives a change its id and back what was put', () =>
      fc.assert(
        fc.asyncProperty(fc.constantFrom('add' as const, 'change' as const), instants, async (kind, askedAt) => {
          const { id: userId } = await activeIn(units())
          const given = newChange({ userId, kind, askedAt })
          const change = await put(given)
          expect(change).toStrictEqual({ ...given, id: change.id })
          expect(await stored(change.id)).toStrictEqual(change)
        }),
        { numRuns: runs },
      ))

    it('remembers the session that asked, and outlives it', async () => {
      const { id: userId } = await activeIn(units())
      const session = await valueOf(units().run(({ sessions }) => sessions.add(newSession({ userId }))))
      const change = await put(newChange({ userId, askedFrom: session.id }))
      expect(change.askedFrom).toBe(session.id)
      expect(await stored(change.id)).toStrictEqual(change)
      await valueOf(units().run(({ sessions }) => sessions.remove(session.digest)))
      expect(await stored(change.id)).toMatchObject({ id: change.id, passwordHash: change.passwordHash })
    })

    it('answers null for what is not there', async () => {
      expect(await stored(UNKNOWN_ID as ChangeId)).toBeNull()
    })

    it('puts a change in place of the older one of its user, whose keys go with it', async () => {
      const [older, bystander] = [await waiting(), await waiting()]
      const dead = await withKey(older)
      const kept = await withKey(bystander)
      const plain = activationKey({ userId: older.userId, purpose: 'reset-password' })
      await valueOf(units().run(({ activationKeys }) => activationKeys.add(plain)))
      const newer = await put(newChange({ userId: older.userId, kind: 'add' }))
      expect(newer.id).not.toBe(older.id)
      expect([await stored(older.id), await stored(newer.id), await stored(bystander.id)]).toEqual([
        null,
        newer,
        bystander,
      ])
      const left = await keysOf(older.userId, bystander.userId)
      expect(left.map(({ digest }) => digest).toSorted()).toEqual([plain.digest, kept.digest].toSorted())
      expect(left.map(({ digest }) => digest)).not.toContain(dead.digest)
    })

    it('removes a user’s change with its keys, and no other, and may do so again', async () => {
      const [gone, left] = [await waiting(), await waiting()]
      await withKey(gone)
      const key = await withKey(left)
      await removeOf(gone.userId)
      await removeOf(gone.userId)
      expect(await stored(gone.id)).toBeNull()
      expect(await stored(left.id)).toStrictEqual(left)
      expect(await keysOf(gone.userId, left.userId)).toStrictEqual([key])
    })

    it('does not take the key of a change that is gone', async () => {
      const { userId, id: changeId } = await waiting()
      await removeOf(userId)
      const late = activationKey({ userId, changeId, purpose: 'report-change' })
      await expectUnavailable(units().run(({ activationKeys }) => activationKeys.add(late)))
      expect(await keysOf(userId)).toEqual([])
    })

    it('does not take a change of nobody', async () => {
      await expectUnavailable(
        units().run(({ pendingChanges }) => pendingChanges.put(newChange({ userId: UNKNOWN_ID as UserId }))),
      )
    })

    it('shares no object with whoever puts or reads', async () => {
      const given = newChange({ userId: (await activeIn(units())).id })
      const before = { ...given }
      const change = await put(given)
      const { id } = change
      meddleWith(given)
      meddleWith(change)
      meddleWith((await stored(id))!)
      expect(await stored(id)).toStrictEqual({ ...before, id })
    })

    it('takes back what a refused unit did', async () => {
      const change = await waiting()
      const key = await withKey(change)
      await takenBack(units(), ({ pendingChanges }) => pendingChanges.put(newChange({ userId: change.userId })))
      await takenBack(units(), ({ pendingChanges }) => pendingChanges.removeOfUser(change.userId))
      expect(await stored(change.id)).toStrictEqual(change)
      expect(await keysOf(change.userId)).toStrictEqual([key])
    })

    answersUnavailableAmidAUnit(it, made, {
      put: ({ pendingChanges }) => pendingChanges.put(newChange({ userId: 1 as UserId })),
      byId: ({ pendingChanges }) => pendingChanges.byId(1 as ChangeId),
      removeOfUser: ({ pendingChanges }) => pendingChanges.removeOfUser(1 as UserId),
    })
  })
