import { describe, expect, test } from 'vitest'
import { KEY_LIFETIMES } from '#domain/account/activation-key.ts'
import { DAY } from '#domain/shared/instant.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { atWork, caller, lastMail, withLastLogin, mailedKey, NEW_PASSWORD, opens, PASSWORD } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const unknown = { type: 'ActivationKeyUnknown' }
const refused = { type: 'NotAuthenticated' }
const form = { newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }

/** Ann asked for a new password. */
const asked = async (on: World) => {
  const session = await atWork(on)
  await valueOf(on.app.accounts.changePassword(session, form, caller({ language: 'ko' })))
  return { session, key: await mailedKey(on, 'change-password') }
}

describe('the link to a new password', () => {
  test('puts it in place of the old one, once, and says so by mail', async () => {
    const on = world()
    const { session, key } = await asked(on)
    expect(await valueOf(on.app.accounts.confirmPassword(key, 'ko'))).toBe(session.userId)
    expect([await opens(on, PASSWORD), await opens(on, NEW_PASSWORD)]).toEqual([false, true])
    await on.work()
    expect(lastMail(on, 'password-changed')).toMatchObject({ to: 'ann@example.org', language: 'ko', secret: null })
    expect(await refusalOf(on.app.accounts.confirmPassword(key, 'en'))).toEqual(unknown)
    expect((await on.rows()).pendingChanges.size).toBe(0)
  })

  test('ends every session but the one that asked', async () => {
    const on = world()
    const { session, key } = await asked(on)
    const [other, bob] = [await withLastLogin(on), await atWork(on, 'Bob')]
    await valueOf(on.app.accounts.confirmPassword(key, 'en'))
    expect(await refusalOf(on.app.accounts.authenticate(other.token))).toEqual(refused)
    expect([...(await on.rows()).sessions.values()].map(({ id }) => id)).toEqual([session.id, bob.id])
  })

  test('kills every other key of the account', async () => {
    const on = world()
    const { key } = await asked(on)
    await valueOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()))
    const reset = await mailedKey(on, 'reset-password')
    await valueOf(on.app.accounts.confirmPassword(key, 'en'))
    expect(await refusalOf(on.app.accounts.showPasswordReset(reset))).toEqual(unknown)
    expect((await on.rows()).activationKeys.size).toBe(0)
  })

  test('lives two days, to the millisecond', async () => {
    for (const [wait, isGood] of [
      [2 * DAY - 1, true],
      [2 * DAY, false],
    ] as const) {
      const on = world()
      const { key } = await asked(on)
      on.clock.advance(wait)
      expect((await on.app.accounts.showPasswordChange(key)).isOk()).toBe(isGood)
      const outcome = await on.app.accounts.confirmPassword(key, 'en')
      expect(outcome.isOk()).toBe(isGood)
      if (outcome.isErr()) expect(outcome.error).toEqual({ type: 'ActivationKeyExpired' })
    }
    expect(KEY_LIFETIMES['add-password']).toBe(KEY_LIFETIMES['change-password'])
  })

  test('is used once by sixteen who come at the same time', async () => {
    const on = world()
    const { key } = await asked(on)
    const all = await Promise.all(Array.from({ length: 16 }, () => on.app.accounts.confirmPassword(key, 'en')))
    expect(all.filter((one) => one.isOk())).toHaveLength(1)
  })

  test('opens nothing once its user is gone', async () => {
    const on = world()
    const { session, key } = await asked(on)
    await valueOf(on.app.accounts.delete({ id: session.userId, remover: session.userId }))
    expect(await refusalOf(on.app.accounts.confirmPassword(key, 'en'))).toEqual(unknown)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: asked,
      act: ({ app }, { key }) => app.accounts.confirmPassword(key, 'en'),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'activationKeys.byDigest',
      'pendingChanges.byId',
      'users.byId',
      'users.setPassword',
      'sessions.removeOfUser',
      'pendingChanges.removeOfUser',
      'activationKeys.removeOfUser',
      'queuedMails.add',
      'jobs.add',
      'unitOfWork.commit',
    ])
  })
})

describe('the page behind that link', () => {
  test('shows whose it is, and nothing else, and changes nothing', async () => {
    const on = world()
    const { key } = await asked(on)
    const before = await on.rows()
    expect(await valueOf(on.app.accounts.showPasswordChange(key))).toStrictEqual({ nickname: 'Ann' })
    expect(await on.rows()).toEqual(before)
  })

  test('asks for the password that waits, and may be tried again', async () => {
    const on = world()
    const { session, key } = await asked(on)
    const confirm = (password: string) => on.app.accounts.confirmPasswordWithPassword({ key, password }, 'en')
    expect(await refusalOf(confirm(whatever(undefined)))).toMatchObject({
      faults: [{ field: 'password', code: 'REQUIRED' }],
    })
    expect(await refusalOf(confirm(PASSWORD))).toEqual({ type: 'WrongPassword' })
    expect(await opens(on, PASSWORD)).toBe(true)
    expect(await valueOf(confirm(NEW_PASSWORD))).toBe(session.userId)
    expect(await opens(on, NEW_PASSWORD)).toBe(true)
    expect(await refusalOf(confirm(NEW_PASSWORD))).toEqual(unknown)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: asked,
      act: ({ app }, { key }) => app.accounts.confirmPasswordWithPassword({ key: key, password: NEW_PASSWORD }, 'en'),
    })
    expect(failed.slice(0, 7)).toEqual([
      'unitOfWork.run',
      'activationKeys.byDigest',
      'pendingChanges.byId',
      'users.byId',
      'unitOfWork.commit',
      'passwordHasher.verify',
      'unitOfWork.run',
    ])
    const shown = await saysSoWhenAnythingFails({
      given: asked,
      act: ({ app }, { key }) => app.accounts.showPasswordChange(key),
    })
    expect(shown).toEqual(failed.slice(0, 5))
  })
})
