import { describe, expect, test } from 'vitest'
import type { AuditEntry } from '#domain/account/staff.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { active, withLastLogin, PASSWORD, signedUp } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const form = { email: 'Root@example.org', nickname: 'Root', password: PASSWORD }

const audited = async (on: World): Promise<readonly AuditEntry[]> => [...(await on.rows()).audit.values()]

describe('making staff', () => {
  test('makes an active account that may log in, and writes it down', async () => {
    const on = world()
    const root = await valueOf(on.app.accounts.createStaff(form))
    const at = on.clock.now()
    expect((await on.rows()).users.get(root)).toMatchObject({
      state: 'active',
      isStaff: true,
      email: 'root@example.org',
      activatedAt: at,
    })
    expect(await withLastLogin(on, 'Root')).toMatchObject({ userId: root })
    expect(await audited(on)).toEqual([{ staffId: null, at, action: 'create-staff', subject: root }])
    expect(on.mails()).toEqual([])
  })

  test('ends the pending sign-ups of the address', async () => {
    const on = world()
    const { key } = await signedUp(on, { email: 'root@example.org', nickname: 'Rory' })
    const root = await valueOf(on.app.accounts.createStaff(form))
    expect([...(await on.rows()).users.keys()]).toEqual([root])
    expect(await refusalOf(on.app.accounts.activate(key))).toEqual({ type: 'ActivationKeyUnknown' })
  })

  test('is refused where address or nickname are somebody’s, and for bad fields, all at once', async () => {
    const on = world()
    await active(on)
    const address = on.app.accounts.createStaff({ ...form, email: 'ann@example.org' })
    expect(await refusalOf(address)).toEqual({ type: 'EmailTaken', email: 'ann@example.org' })
    const nickname = on.app.accounts.createStaff({ ...form, nickname: 'ANN' })
    expect(await refusalOf(nickname)).toEqual({ type: 'NicknameTaken', nickname: 'ANN' })
    const bad = on.app.accounts.createStaff({ email: 'root', nickname: '', password: 'root' })
    expect(await refusalOf(bad)).toMatchObject({
      faults: [{ field: 'email' }, { field: 'nickname' }, { field: 'password', code: 'TOO_SHORT' }],
    })
    const own = on.app.accounts.createStaff({ ...form, password: 'root@example.org' })
    expect(await refusalOf(own)).toMatchObject({ faults: [{ code: 'PASSWORD_NAMES_ITS_OWNER' }] })
    const common = on.app.accounts.createStaff({ ...form, password: 'password' })
    expect(await refusalOf(common)).toMatchObject({ faults: [{ code: 'PASSWORD_TOO_COMMON' }] })
    expect([(await on.rows()).users.size, await audited(on)]).toEqual([1, []])
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => void (await signedUp(on, { email: 'root@example.org' })),
      act: ({ app }) => app.accounts.createStaff(form),
    })
    expect(failed).toEqual([
      'passwordHasher.hash',
      'unitOfWork.run',
      'users.ofAddress',
      'users.verifiedByNickname',
      'users.remove',
      'users.add',
      'audit.add',
      'unitOfWork.commit',
    ])
  })
})
