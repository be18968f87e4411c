import { describe, expect, test } from 'vitest'
import { digestOf } from '#adapters/testing/fixtures.ts'
import { KEY_LIFETIMES } from '#domain/account/activation-key.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import {
  googleToken,
  googleUser,
  withLastLogin,
  mailedNotMeKey,
  mailedKey,
  NEW_PASSWORD,
  opens,
  PASSWORD,
  signedUp,
  signUpForm,
  stranger,
} from './given.ts'
import { KEYS } from './keys.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

const unknown = { type: 'ActivationKeyUnknown' }
const refused = { type: 'NotAuthenticated' }

const kinds = ['report-sign-up', 'report-change', 'report-reset', 'report-new-password'] as const

describe.for(kinds)('"this was not me": %s', (kind) => {
  const given = KEYS[kind]
  const life = KEY_LIFETIMES[kind]

  test('is shown as what it is, and shown only', async () => {
    const on = world()
    const key = await given(on)
    const before = await on.rows()
    for (const _ of 'ab') expect(await valueOf(on.app.accounts.showNotMeReport(key))).toBe(kind)
    expect(await on.rows()).toEqual(before)
  })

  test('is said once', async () => {
    const on = world()
    const key = await given(on)
    const all = await Promise.all(Array.from({ length: 16 }, () => on.app.accounts.reportNotMe(key, 'en')))
    expect(all.flatMap((one) => (one.isOk() ? [one.value] : []))).toEqual([kind])
    expect(await refusalOf(on.app.accounts.reportNotMe(key, 'en'))).toEqual(unknown)
    expect(await refusalOf(on.app.accounts.showNotMeReport(key))).toEqual(unknown)
  })

  test('lives as long as it may, to the millisecond', async () => {
    for (const [wait, isGood] of [
      [life - 1, true],
      [life, false],
    ] as const) {
      const on = world()
      const key = await given(on)
      on.clock.advance(wait)
      expect((await on.app.accounts.showNotMeReport(key)).isOk()).toBe(isGood)
      const outcome = await on.app.accounts.reportNotMe(key, 'en')
      expect(outcome.isOk()).toBe(isGood)
      if (outcome.isErr()) expect(outcome.error).toEqual({ type: 'ActivationKeyExpired' })
    }
  })

  test('leaves no key and no waiting password', async () => {
    const on = world()
    await valueOf(on.app.accounts.reportNotMe(await given(on), 'en'))
    const { activationKeys, pendingChanges } = await on.rows()
    expect([activationKeys.size, pendingChanges.size]).toEqual([0, 0])
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({ given, act: ({ app }, key) => app.accounts.reportNotMe(key, 'en') })
    expect(failed.slice(0, 6)).toEqual([
      'unitOfWork.run',
      'activationKeys.byDigest',
      'users.byId',
      'users.ofAddress',
      'activationKeys.removeOfUser',
      'pendingChanges.removeOfUser',
    ])
    const shown = await saysSoWhenAnythingFails({ given, act: ({ app }, key) => app.accounts.showNotMeReport(key) })
    expect(shown).toEqual(['unitOfWork.run', 'activationKeys.byDigest', 'unitOfWork.commit'])
  })
})

describe('reporting a sign-up', () => {
  test('takes it away with its link, and no other of the address', async () => {
    const on = world()
    const mine = await signedUp(on, { nickname: 'Mine' })
    const strangers = await signedUp(on, { nickname: 'Stranger' })
    await valueOf(on.app.accounts.reportNotMe(await mailedNotMeKey(on, 'activation'), 'en'))
    expect([...(await on.rows()).users.keys()]).toEqual([mine.id])
    expect(await refusalOf(on.app.accounts.activate(strangers.key))).toEqual(unknown)
    expect(await valueOf(on.app.accounts.activate(mine.key))).toBe(mine.id)
  })

  test('is done from the note that somebody tried too', async () => {
    const on = world()
    const mine = await signedUp(on, { nickname: 'Mine' })
    await signedUp(on, { nickname: 'Stranger' })
    await valueOf(on.app.accounts.reportNotMe(await mailedNotMeKey(on, 'someone-tried'), 'en'))
    expect([...(await on.rows()).users.keys()]).toEqual([mine.id])
  })

  test('cannot be done once it was opened', async () => {
    const on = world()
    const { key } = await signedUp(on)
    const reportNotMe = await mailedNotMeKey(on, 'activation')
    const ann = await valueOf(on.app.accounts.activate(key))
    expect(await refusalOf(on.app.accounts.reportNotMe(reportNotMe, 'en'))).toEqual(unknown)
    expect((await on.rows()).users.get(ann)).toMatchObject({ state: 'active' })
  })

  test('takes no active user away, should a key of theirs be left', async () => {
    const on = world()
    const { id, key } = await signedUp(on)
    const reportNotMe = await mailedNotMeKey(on, 'activation')
    const left = (await on.rows()).activationKeys.get(digestOf(reportNotMe))!
    await valueOf(on.app.accounts.activate(key))
    await valueOf(on.ports.unitOfWork.run(({ activationKeys }) => activationKeys.add(left)))
    await valueOf(on.app.accounts.reportNotMe(reportNotMe, 'en'))
    expect((await on.rows()).users.get(id)).toMatchObject({ state: 'active' })
  })
})

describe('reporting a change', () => {
  test('keeps the old password, kills the link and ends every session', async () => {
    const on = world()
    const reportNotMe = await KEYS['report-change'](on)
    const { token } = await withLastLogin(on)
    const link = await mailedKey(on, 'change-password')
    await valueOf(on.app.accounts.reportNotMe(reportNotMe, 'en'))
    expect(await refusalOf(on.app.accounts.confirmPassword(link, 'en'))).toEqual(unknown)
    expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual(refused)
    expect([await opens(on, PASSWORD), await opens(on, NEW_PASSWORD)]).toEqual([true, false])
    expect(await on.jobs()).toEqual([])
  })

  test('keeps an account without a password, if that is what it was', async () => {
    const on = world()
    const { userId } = await googleUser(on)
    await valueOf(on.app.accounts.signUp(signUpForm(), stranger()))
    await valueOf(on.app.accounts.reportNotMe(await mailedNotMeKey(on, 'add-password'), 'en'))
    expect(await opens(on, PASSWORD)).toBe(false)
    const again = await valueOf(on.app.accounts.logInWithGoogle({ token: googleToken(on) }, stranger()))
    expect(again).toMatchObject({ is: 'known', userId })
  })
})

test('reporting a reset removes its link, and leaves password and sessions alone', async () => {
  const on = world()
  const reportNotMe = await KEYS['report-reset'](on)
  const { token } = await withLastLogin(on)
  const link = await mailedKey(on, 'reset-password')
  await valueOf(on.app.accounts.reportNotMe(reportNotMe, 'en'))
  expect(await refusalOf(on.app.accounts.showPasswordReset(link))).toEqual(unknown)
  expect((await on.app.accounts.authenticate(token)).isOk()).toBe(true)
  expect(await opens(on, PASSWORD)).toBe(true)
})

describe('reporting a new password', () => {
  test('takes it away, ends every session, and mails a link to another one', async () => {
    const on = world()
    const reportNotMe = await KEYS['report-new-password'](on)
    const { token } = await withLastLogin(on, 'Ann', NEW_PASSWORD)
    const sent = on.mails().length
    await valueOf(on.app.accounts.reportNotMe(reportNotMe, 'ko'))
    expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual(refused)
    expect([await opens(on, PASSWORD), await opens(on, NEW_PASSWORD)]).toEqual([false, false])
    const link = await mailedKey(on, 'reset-password')
    expect(on.mails().slice(sent)).toMatchObject([{ kind: 'reset-password', language: 'ko' }])
    const third = { newPassword: 'keyboard over drums', newPasswordAgain: 'keyboard over drums' }
    await valueOf(on.app.accounts.resetPassword({ ...third, key: link }, 'en'))
    expect(await opens(on, 'keyboard over drums')).toBe(true)
  })

  test('lets no login with it in that comes between', async () => {
    const on = world()
    const reportNotMe = await KEYS['report-new-password'](on)
    const logins = Array.from({ length: 4 }, () => withLastLogin(on, 'Ann', NEW_PASSWORD).catch(() => null))
    await Promise.all([...logins, valueOf(on.app.accounts.reportNotMe(reportNotMe, 'en'))])
    expect((await on.rows()).sessions.size).toBe(0)
  })
})
