import { describe, expect, test } from 'vitest'
import type { AuditEntry } from '#domain/account/staff.ts'
import { suspend } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import {
  active,
  atWork,
  caller,
  googleUser,
  withLastLogin,
  mailedKey,
  NEW_PASSWORD,
  opens,
  PASSWORD,
  signedUp,
  song,
  staff,
} from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const nobody = 99 as UserId

const audited = async (on: World): Promise<readonly AuditEntry[]> => [...(await on.rows()).audit.values()]

/** As nobody may do it to staff. */
const shutOut = async (on: World, id: UserId) => {
  const user = (await on.rows()).users.get(id)
  if (user?.state !== 'active') throw new Error('staff is active')
  await valueOf(on.ports.unitOfWork.run(({ users }) => users.setState(suspend(user, on.clock.now()))))
}

/** Ann, at work, and staff. */
const house = async (on: World) => ({ root: await staff(on), ann: (await atWork(on)).userId })

describe('suspending', () => {
  test('ends every session and every key, and no password, link or code opens the account', async () => {
    const on = world()
    const { root, ann } = await house(on)
    const { token } = await withLastLogin(on)
    const session = await valueOf(on.app.accounts.authenticate(token))
    const fresh = { newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }
    await valueOf(on.app.accounts.changePassword(session, fresh, caller()))
    const change = await mailedKey(on, 'change-password')
    await valueOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()))
    const reset = await mailedKey(on, 'reset-password')
    await valueOf(on.app.accounts.suspend({ staff: root, id: ann }))
    const at = on.clock.now()
    expect((await on.rows()).users.get(ann)).toMatchObject({ state: 'suspended', suspendedAt: at, nickname: 'Ann' })
    expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual({ type: 'NotAuthenticated' })
    expect(await opens(on, PASSWORD)).toBe(false)
    const unknown = { type: 'ActivationKeyUnknown' }
    expect(await refusalOf(on.app.accounts.confirmPassword(change, 'en'))).toEqual(unknown)
    expect(await refusalOf(on.app.accounts.showPasswordReset(reset))).toEqual(unknown)
    const { pendingChanges, activationKeys } = await on.rows()
    expect([pendingChanges.size, activationKeys.size]).toEqual([0, 0])
    expect((await audited(on)).slice(1)).toEqual([{ staffId: root, at, action: 'suspend-user', subject: ann }])
  })

  test('keeps what the user made, and lets the user in again when it is undone', async () => {
    const on = world()
    const root = await staff(on)
    const { bob, postId, bass } = await song(on)
    await valueOf(on.app.accounts.suspend({ staff: root, id: bob }))
    expect(await valueOf(on.app.posts.read(postId))).toMatchObject({ numComments: 1, comments: [{ id: bass }] })
    await valueOf(on.app.accounts.readmit({ staff: root, id: bob }))
    expect(await withLastLogin(on, 'Bob')).toMatchObject({ userId: bob })
    expect((await on.rows()).users.get(bob)).not.toHaveProperty('suspendedAt')
    expect((await audited(on)).at(-1)).toEqual({
      staffId: root,
      at: on.clock.now(),
      action: 'readmit-user',
      subject: bob,
    })
  })

  test('may be repeated, and so may its end; neither is written down twice', async () => {
    const on = world()
    const { root, ann } = await house(on)
    for (const _ of 'ab') await valueOf(on.app.accounts.suspend({ staff: root, id: ann }))
    for (const _ of 'ab') await valueOf(on.app.accounts.readmit({ staff: root, id: ann }))
    expect((await audited(on)).map(({ action }) => action)).toEqual(['create-staff', 'suspend-user', 'readmit-user'])
  })

  test('is staff’s alone, while staff is let in itself', async () => {
    const on = world()
    const { root, ann } = await house(on)
    const bob = await active(on, 'Bob')
    const { id: pending } = await signedUp(on, { email: 'new@example.org', nickname: 'New' })
    const former = await staff(on, 'Former')
    await shutOut(on, former)
    for (const person of [ann, pending, nobody, former]) {
      for (const act of [on.app.accounts.suspend, on.app.accounts.readmit])
        expect(await refusalOf(act({ staff: person, id: bob }))).toEqual({ type: 'NotStaff' })
    }
    await valueOf(on.app.accounts.suspend({ staff: root, id: bob }))
  })

  test('shuts out no staff, nobody who is not there, and nobody who is not yet', async () => {
    const on = world()
    const { root } = await house(on)
    const other = await staff(on, 'Other')
    const { id: pending } = await signedUp(on, { email: 'new@example.org', nickname: 'New' })
    for (const id of [root, other])
      expect(await refusalOf(on.app.accounts.suspend({ staff: root, id }))).toEqual({
        type: 'StaffProtected',
        userId: id,
      })
    for (const id of [nobody, pending]) {
      for (const act of [on.app.accounts.suspend, on.app.accounts.readmit])
        expect(await refusalOf(act({ staff: root, id }))).toEqual({ type: 'UserNotFound', id })
    }
  })

  test('saving fails, so it fails', async () => {
    const suspended = await saysSoWhenAnythingFails({
      given: house,
      act: ({ app }, { root, ann }) => app.accounts.suspend({ staff: root, id: ann }),
    })
    expect(suspended).toEqual([
      'unitOfWork.run',
      'users.byId',
      'users.byId',
      'users.ofAddress',
      'users.setState',
      'sessions.removeOfUser',
      'activationKeys.removeOfUser',
      'pendingChanges.removeOfUser',
      'audit.add',
      'unitOfWork.commit',
    ])
    const readmitted = await saysSoWhenAnythingFails({
      given: async (on) => {
        const { root, ann } = await house(on)
        await valueOf(on.app.accounts.suspend({ staff: root, id: ann }))
        return { root, ann }
      },
      act: ({ app }, { root, ann }) => app.accounts.readmit({ staff: root, id: ann }),
    })
    expect(readmitted).toEqual([
      'unitOfWork.run',
      'users.byId',
      'users.byId',
      'users.ofAddress',
      'users.setState',
      'audit.add',
      'unitOfWork.commit',
    ])
  })
})

test('an account of Google’s is suspended like any other', async () => {
  const on = world()
  const { userId, token } = await googleUser(on)
  await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: userId }))
  expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual({ type: 'NotAuthenticated' })
})
