import { describe, expect, test } from 'vitest'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, caller, googleToken, googleUser, withLastLogin, opens, PASSWORD, staff } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const enter = (on: World, form: object = {}, name = 'Ann') =>
  on.app.accounts.logInWithGoogle({ token: googleToken(on, name), ...form }, caller())

const KNOWN = ['rateLimiter.check', 'google.verify', 'unitOfWork.run', 'identities.bySubject']

describe('a later login with Google', () => {
  test('opens the same account, whatever else the client sends', async () => {
    const on = world()
    const { userId } = await googleUser(on)
    on.clock.advance(1000)
    const before = (await on.rows()).users.get(userId)
    for (const form of [{}, { nickname: 'Other' }, { nickname: '', instruments: 'Triangle' }])
      expect(await valueOf(enter(on, form))).toMatchObject({ is: 'known', userId })
    expect((await on.rows()).users.get(userId)).toEqual({ ...before, lastLoginAt: on.clock.now() })
  })

  test('knows a person by the subject, not by the address', async () => {
    const on = world()
    const { userId } = await googleUser(on)
    const renamed = googleToken(on, 'Ann', 'ann.new@example.org')
    expect(await valueOf(on.app.accounts.logInWithGoogle({ token: renamed }, caller()))).toMatchObject({
      is: 'known',
      userId,
    })
    const unverified = googleToken(on, 'Ann', null)
    expect(await valueOf(on.app.accounts.logInWithGoogle({ token: unverified }, caller()))).toMatchObject({ userId })
    expect((await on.rows()).users.get(userId)).toMatchObject({ email: 'ann@example.org' })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await googleUser(on)
        return googleToken(on)
      },
      act: ({ app }, token) => app.accounts.logInWithGoogle({ token }, caller()),
    })
    expect(failed).toEqual([
      ...KNOWN,
      'users.byId',
      'users.ofAddress',
      'sessions.add',
      'users.touch',
      'unitOfWork.commit',
    ])
  })
})

describe('Google after a sign-up by mail', () => {
  test('is the same person: linked and logged in, the password stays', async () => {
    const on = world()
    const ann = await active(on)
    const open = await withLastLogin(on)
    expect(await valueOf(enter(on))).toMatchObject({ is: 'known', userId: ann })
    expect((await on.rows()).users.get(ann)).toMatchObject({ origin: 'email', nickname: 'Ann' })
    expect([...(await on.rows()).identities.values()]).toEqual([
      { provider: 'google', subject: 'google Ann', userId: ann },
    ])
    expect(await opens(on, PASSWORD)).toBe(true)
    expect((await on.app.accounts.authenticate(open.token)).isOk()).toBe(true)
  })

  test('links nobody whose address Google did not prove: the typed one is proved by mail', async () => {
    const on = world()
    const ann = await active(on)
    const form = { token: googleToken(on, 'Mallory', null), nickname: 'Mallory', email: 'ann@example.org' }
    expect(await refusalOf(on.app.accounts.logInWithGoogle(form, caller()))).toEqual({
      type: 'EmailTaken',
      email: 'ann@example.org',
    })
    expect((await on.rows()).identities.size).toBe(0)
    expect(await withLastLogin(on)).toMatchObject({ userId: ann })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await active(on)
        return googleToken(on)
      },
      act: ({ app }, token) => app.accounts.logInWithGoogle({ token }, caller()),
    })
    expect(failed).toEqual([
      ...KNOWN,
      'users.ofAddress',
      'identities.add',
      'sessions.add',
      'users.touch',
      'unitOfWork.commit',
    ])
  })
})

test('a suspended user is not let in by Google, neither known nor by the address, until readmitted', async () => {
  const on = world()
  const root = await staff(on)
  const { userId } = await googleUser(on)
  const bob = await active(on, 'Bob')
  for (const id of [userId, bob]) await valueOf(on.app.accounts.suspend({ staff: root, id }))
  for (const name of ['Ann', 'Bob']) expect(await refusalOf(enter(on, {}, name))).toEqual({ type: 'AccountSuspended' })
  expect((await on.rows()).identities.size).toBe(1)
  expect((await on.rows()).sessions.size).toBe(0)
  for (const id of [userId, bob]) await valueOf(on.app.accounts.readmit({ staff: root, id }))
  expect(await valueOf(enter(on))).toMatchObject({ is: 'known', userId })
})

test('a token that proves nothing opens nothing, and one that is none is a bad field', async () => {
  const on = world()
  await googleUser(on)
  const before = await on.rows()
  const enterWith = (token: unknown) =>
    refusalOf(on.app.accounts.logInWithGoogle({ token: whatever(token), nickname: 'Ann' }, caller()))
  expect(await enterWith('forged')).toMatchObject({ type: 'ProviderRefused', provider: 'google' })
  for (const [token, code] of [
    [undefined, 'REQUIRED'],
    [null, 'REQUIRED'],
    ['', 'REQUIRED'],
    [7, 'MALFORMED'],
    ['x'.repeat(8193), 'TOO_LONG'],
  ] as const)
    expect(await enterWith(token)).toMatchObject({ faults: [{ field: 'token', code }] })
  expect(await enterWith('x'.repeat(8192))).toMatchObject({ type: 'ProviderRefused' })
  expect(await on.rows()).toEqual(before)
})
