import { describe, expect, test } from 'vitest'
import { queueResetMail } from '#application/account/forgotten-password.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { HOUR } from '#domain/shared/instant.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import {
  active,
  atWork,
  caller,
  lastMail,
  withLastLogin,
  mailedKey,
  NEW_PASSWORD,
  opens,
  PASSWORD,
  signedUp,
  staff,
  stranger,
} from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const unknown = { type: 'ActivationKeyUnknown' }
const fresh = { newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }

/** Ann asked for a reset. */
const asked = async (on: World) => {
  const ann = await active(on)
  await valueOf(on.app.accounts.requestPasswordReset({ email: 'ANN@example.org ' }, caller({ language: 'ko' })))
  return { ann, key: await mailedKey(on, 'reset-password') }
}

describe('asking for a reset', () => {
  test('mails a key to the address, and changes nothing', async () => {
    const on = world()
    await asked(on)
    expect(lastMail(on, 'reset-password')).toMatchObject({ to: 'ann@example.org', nickname: 'Ann', language: 'ko' })
    expect(await opens(on, PASSWORD)).toBe(true)
  })

  test('asks the same of the database for every address', async () => {
    const on = world()
    await active(on)
    const asking = async (name: string) => {
      on.fault.arm(Infinity)
      await valueOf(on.app.accounts.requestPasswordReset({ email: `${name}@example.org` }, stranger()))
      return [...on.fault.calls]
    }
    const ofAnn = await asking('ann')
    expect(await asking('nobody')).toEqual(ofAnn)
    expect(await on.jobs()).toMatchObject([{ type: 'queue-reset-mail' }, { type: 'queue-reset-mail' }])
  })

  test('says the same for an address that is nobody’s, pending or suspended, and mails nothing', async () => {
    const on = world()
    await signedUp(on, { email: 'pending@example.org', nickname: 'Pending' })
    const shutOut = await active(on, 'Bob')
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: shutOut }))
    for (const name of ['nobody', 'pending', 'bob'])
      expect(
        await valueOf(on.app.accounts.requestPasswordReset({ email: `${name}@example.org` }, stranger())),
      ).toBeUndefined()
    await on.work()
    expect(on.mails().filter(({ kind }) => kind === 'reset-password')).toEqual([])
  })

  test('asks for an address', async () => {
    const refusal = await refusalOf(world().app.accounts.requestPasswordReset({ email: 'nobody' }, caller()))
    expect(refusal).toMatchObject({ faults: [{ field: 'email', code: 'MALFORMED' }] })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: active,
      act: ({ app }) => app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()),
    })
    expect(failed).toEqual([
      'rateLimiter.consume',
      'rateLimiter.consume',
      'rateLimiter.consume',
      'unitOfWork.run',
      'jobs.add',
      'unitOfWork.commit',
    ])
  })

  test('queue its mail fails, so the job fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: active,
      act: ({ ports, fault }) =>
        queueResetMail(fault.through(ports))({ email: 'ann@example.org' as EmailAddress, language: 'en' }),
    })
    expect(failed).toEqual(['unitOfWork.run', 'users.ofAddress', 'queuedMails.add', 'jobs.add', 'unitOfWork.commit'])
  })
})

describe('the link to a reset', () => {
  test('tells whose it is, and nothing else, as often as it is asked', async () => {
    const on = world()
    const { ann, key } = await asked(on)
    const before = await on.rows()
    for (const _ of 'ab')
      expect(await valueOf(on.app.accounts.showPasswordReset(key))).toStrictEqual({ id: ann, nickname: 'Ann' })
    expect(await on.rows()).toEqual(before)
  })

  test('replaces the password, once, ends every session and says so by mail', async () => {
    const on = world()
    const { ann, key } = await asked(on)
    const sessions = [await withLastLogin(on), await withLastLogin(on)]
    expect(await valueOf(on.app.accounts.resetPassword({ ...fresh, key: key }, 'ko'))).toBe(ann)
    for (const { token } of sessions)
      expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual({ type: 'NotAuthenticated' })
    expect([await opens(on, PASSWORD), await opens(on, NEW_PASSWORD)]).toEqual([false, true])
    await on.work()
    expect(lastMail(on, 'password-changed')).toMatchObject({ to: 'ann@example.org', language: 'ko' })
    expect(await refusalOf(on.app.accounts.resetPassword({ ...fresh, key: key }, 'en'))).toEqual(unknown)
    expect(await refusalOf(on.app.accounts.showPasswordReset(key))).toEqual(unknown)
  })

  test('kills the other keys and the change that waits', async () => {
    const on = world()
    const { key } = await asked(on)
    const session = await valueOf(on.app.accounts.authenticate((await withLastLogin(on)).token))
    await valueOf(on.app.accounts.changePassword(session, fresh, caller()))
    const change = await mailedKey(on, 'change-password')
    await valueOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()))
    const other = await mailedKey(on, 'reset-password')
    await valueOf(on.app.accounts.resetPassword({ ...fresh, key: key }, 'en'))
    expect(await refusalOf(on.app.accounts.confirmPassword(change, 'en'))).toEqual(unknown)
    expect(await refusalOf(on.app.accounts.showPasswordReset(other))).toEqual(unknown)
    const { pendingChanges, activationKeys } = await on.rows()
    expect([pendingChanges.size, activationKeys.size]).toEqual([0, 0])
  })

  test('lives an hour, to the millisecond', async () => {
    for (const [wait, isGood] of [
      [HOUR - 1, true],
      [HOUR, false],
    ] as const) {
      const on = world()
      const { key } = await asked(on)
      on.clock.advance(wait)
      expect((await on.app.accounts.showPasswordReset(key)).isOk()).toBe(isGood)
      const outcome = await on.app.accounts.resetPassword({ ...fresh, key: key }, 'en')
      expect(outcome.isOk()).toBe(isGood)
      if (outcome.isErr()) expect(outcome.error).toEqual({ type: 'ActivationKeyExpired' })
    }
  })

  test('is used once by sixteen who come at the same time', async () => {
    const on = world()
    const { key } = await asked(on)
    const all = await Promise.all(
      Array.from({ length: 16 }, () => on.app.accounts.resetPassword({ ...fresh, key: key }, 'en')),
    )
    expect(all.filter((one) => one.isOk())).toHaveLength(1)
  })

  test('asks for a password that may be chosen, and stays good until there is one', async () => {
    const on = world()
    const { ann, key } = await asked(on)
    const reset = (form: object) => on.app.accounts.resetPassword(whatever({ key, ...form }), 'en')
    for (const [form, code] of [
      [{ newPasswordAgain: NEW_PASSWORD }, 'REQUIRED'],
      [{ newPassword: 'password', newPasswordAgain: 'password' }, 'PASSWORD_TOO_COMMON'],
      [{ newPassword: 'ann@example.org', newPasswordAgain: 'ann@example.org' }, 'PASSWORD_NAMES_ITS_OWNER'],
    ] as const)
      expect(await refusalOf(reset(form))).toMatchObject({
        faults: expect.arrayContaining([expect.objectContaining({ field: 'newPassword', code })]),
      })
    expect(await refusalOf(reset({ ...fresh, newPasswordAgain: PASSWORD }))).toMatchObject({
      faults: [{ field: 'newPasswordAgain', code: 'PASSWORDS_DIFFER' }],
    })
    expect(await valueOf(reset(fresh))).toBe(ann)
  })

  test('opens nothing to a suspended user, should a key be left', async () => {
    const on = world()
    const { ann, key } = await asked(on)
    const [left] = [...(await on.rows()).activationKeys.values()].filter(({ purpose }) => purpose === 'reset-password')
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: ann }))
    await valueOf(on.ports.unitOfWork.run(({ activationKeys }) => activationKeys.add(left!)))
    expect(await refusalOf(on.app.accounts.showPasswordReset(key))).toEqual(unknown)
    expect(await refusalOf(on.app.accounts.resetPassword({ ...fresh, key: key }, 'en'))).toEqual(unknown)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await atWork(on, 'Bob')
        return asked(on)
      },
      act: ({ app }, { key }) => app.accounts.resetPassword({ ...fresh, key: key }, 'en'),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'activationKeys.byDigest',
      'users.byId',
      'unitOfWork.commit',
      'passwordHasher.hash',
      'unitOfWork.run',
      'activationKeys.byDigest',
      'users.byId',
      'users.setPassword',
      'sessions.removeOfUser',
      'pendingChanges.removeOfUser',
      'activationKeys.removeOfUser',
      'queuedMails.add',
      'jobs.add',
      'unitOfWork.commit',
    ])
    const shown = await saysSoWhenAnythingFails({
      given: asked,
      act: ({ app }, { key }) => app.accounts.showPasswordReset(key),
    })
    expect(shown).toEqual(failed.slice(0, 4))
  })
})
