import { describe, expect, test } from 'vitest'
import { HOUR } from '#domain/shared/instant.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, caller, facebookForm, lastMail, withLastLogin, mailedKey, opens, signedUp, stranger } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const unknown = { type: 'ActivationKeyUnknown' }
const typed = { nickname: 'Ann', email: 'Ann@example.org' }

const enter = (on: World, form: object = {}, by = caller()) =>
  on.app.accounts.logInWithFacebook({ ...facebookForm(on), ...form }, by)

/** Ann came from Facebook, which gave no address, and typed one. */
const unverified = async (on: World, form: object = typed) => {
  const login = await valueOf(enter(on, form, stranger()))
  if (login.is !== 'unverified') throw new Error('Facebook proved no address')
  return { ...login, key: await mailedKey(on, 'activation') }
}

describe('Facebook with an address', () => {
  test('is like Google: new, then known', async () => {
    const on = world()
    const form = { ...facebookForm(on, 'Ann', 'ann@example.org'), nickname: 'Ann', email: 'other@example.org' }
    expect(await valueOf(on.app.accounts.logInWithFacebook(form, caller()))).toMatchObject({ is: 'new', userId: 1 })
    expect(await valueOf(on.app.accounts.logInWithFacebook(form, caller()))).toMatchObject({ is: 'known', userId: 1 })
    expect((await on.rows()).users.get(1 as never)).toMatchObject({ email: 'ann@example.org', origin: 'facebook' })
  })
})

describe('Facebook without an address', () => {
  test('makes a pending sign-up of the typed one, shows its code once and mails a link', async () => {
    const on = world()
    const { userId, code, key } = await unverified(on, { ...typed, instruments: 'bass', genres: 'rock' })
    expect(code).toMatch(/^[0-9a-f]{12}$/)
    expect((await on.rows()).users.get(userId)).toMatchObject({
      state: 'pending',
      email: 'ann@example.org',
      nickname: 'Ann',
      instruments: ['Bass'],
      genres: ['Rock'],
      origin: 'facebook',
      subject: { provider: 'facebook', subject: 'facebook Ann' },
    })
    expect(lastMail(on, 'activation')).toMatchObject({ to: 'ann@example.org', language: 'en' })
    const { identities, sessions } = await on.rows()
    expect([identities.size, sessions.size]).toEqual([0, 0])
    const rows = JSON.stringify(Object.values(await on.rows()).map((table) => [...table.values()]))
    for (const secret of [code, key]) expect(rows).not.toContain(secret)
    expect(JSON.stringify(on.mails())).not.toContain(code)
  })

  test('opens to the link and the code together; then Facebook’s word opens it, and the code is no password', async () => {
    const on = world()
    const { userId, code, key } = await unverified(on)
    const open = (password: string) => on.app.accounts.activateWithPassword({ key: key, password })
    expect(await refusalOf(open('another code'))).toEqual({ type: 'WrongPassword' })
    expect(await valueOf(open(code))).toBe(userId)
    expect(await valueOf(enter(on))).toMatchObject({ is: 'known', userId })
    expect((await on.rows()).users.get(userId)).toMatchObject({ state: 'active', passwordHash: null })
    expect(await opens(on, code)).toBe(false)
  })

  test('opens nothing before the address is proved, however often Facebook vouches', async () => {
    const on = world()
    const { code } = await unverified(on)
    expect(await valueOf(enter(on, typed))).toMatchObject({ is: 'unverified' })
    expect(await refusalOf(enter(on))).toMatchObject({ faults: [{ field: 'email' }, { field: 'nickname' }] })
    const login = on.app.accounts.logIn({ email: typed.email, password: code }, caller())
    expect(await refusalOf(login)).toEqual({ type: 'ActivationPending' })
    const { identities, sessions } = await on.rows()
    expect([identities.size, sessions.size]).toEqual([0, 0])
  })

  test('asks for everything that is missing at once', async () => {
    const on = world()
    expect(await refusalOf(enter(on, { genres: 'Polka' }))).toMatchObject({
      faults: [
        { field: 'email', code: 'REQUIRED' },
        { field: 'nickname', code: 'REQUIRED' },
        { field: 'genres', code: 'UNKNOWN_WORD' },
      ],
    })
    expect((await on.rows()).users.size).toBe(0)
  })

  test('is refused where address or nickname are somebody’s', async () => {
    const on = world()
    await active(on, 'Bob')
    const address = enter(on, { ...typed, email: 'bob@example.org' })
    expect(await refusalOf(address)).toEqual({ type: 'EmailTaken', email: 'bob@example.org' })
    const nickname = enter(on, { ...typed, nickname: 'BOB' })
    expect(await refusalOf(nickname)).toEqual({ type: 'NicknameTaken', nickname: 'BOB' })
    expect((await on.rows()).users.size).toBe(1)
  })

  test('tells an address that waits already that somebody tried', async () => {
    const on = world()
    await signedUp(on)
    await unverified(on)
    expect(lastMail(on, 'someone-tried')).toMatchObject({ to: 'ann@example.org', secret: null })
    expect(on.mails()).toHaveLength(3)
  })

  test('counts as a sign-up, once each, refused or not', async () => {
    const on = world()
    await active(on, 'Bob')
    for (let at = 0; at < 3; at++) expect((await enter(on, { ...typed, email: 'bob@example.org' })).isErr()).toBe(true)
    for (let at = 3; at < 20; at++) await valueOf(enter(on, { nickname: `P${at}`, email: `p${at}@example.org` }))
    const refusal = await refusalOf(enter(on, typed))
    expect(refusal).toMatchObject({ type: 'TooManyAttempts', limit: { most: 20, within: HOUR } })
    expect(await valueOf(enter(on, typed, stranger()))).toMatchObject({ is: 'unverified' })
  })

  test('of two addresses for one person the first that is proved wins', async () => {
    const on = world()
    const first = await unverified(on)
    const second = await unverified(on, { nickname: 'Anna', email: 'anna@example.org' })
    await valueOf(on.app.accounts.activateWithPassword({ key: second.key, password: second.code }))
    const late = await refusalOf(on.app.accounts.activateWithPassword({ key: first.key, password: first.code }))
    expect(late).toEqual({ type: 'IdentityTaken', provider: 'facebook' })
    expect((await on.rows()).users.get(first.userId)).toMatchObject({ state: 'pending' })
    expect(await valueOf(enter(on))).toMatchObject({ is: 'known', userId: second.userId })
  })

  test('goes when the owner of the address proves it otherwise', async () => {
    const on = world()
    const attackers = await unverified(on, { ...typed, nickname: 'Mallory' })
    const ann = await active(on)
    const late = on.app.accounts.activateWithPassword({ key: attackers.key, password: attackers.code })
    expect(await refusalOf(late)).toEqual(unknown)
    expect(await refusalOf(enter(on))).toMatchObject({ type: 'InvalidFields' })
    expect(await withLastLogin(on)).toMatchObject({ userId: ann })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await signedUp(on)
        return facebookForm(on)
      },
      act: ({ app }, form) => app.accounts.logInWithFacebook({ ...form, ...typed }, caller()),
    })
    expect(failed).toEqual([
      'rateLimiter.check',
      'facebook.verify',
      'unitOfWork.run',
      'identities.bySubject',
      'unitOfWork.commit',
      'rateLimiter.consume',
      'rateLimiter.consume',
      'rateLimiter.consume',
      'passwordHasher.hash',
      'unitOfWork.run',
      'users.ofAddress',
      'users.verifiedByNickname',
      'users.add',
      'queuedMails.add',
      'jobs.add',
      'queuedMails.add',
      'jobs.add',
      'unitOfWork.commit',
    ])
  })
})

test('a token of somebody else, or none, opens nothing', async () => {
  const on = world()
  const ann = facebookForm(on, 'Ann', 'ann@example.org')
  await valueOf(on.app.accounts.logInWithFacebook({ ...ann, nickname: 'Ann' }, caller()))
  const before = await on.rows()
  const bob = facebookForm(on, 'Bob', 'bob@example.org')
  const stolen = on.app.accounts.logInWithFacebook({ ...bob, facebookUserId: ann.facebookUserId }, caller())
  expect(await refusalOf(stolen)).toMatchObject({ type: 'ProviderRefused', provider: 'facebook' })
  expect(await refusalOf(on.app.accounts.logInWithFacebook(whatever({}), caller()))).toMatchObject({
    faults: [
      { field: 'accessToken', code: 'REQUIRED' },
      { field: 'facebookUserId', code: 'REQUIRED' },
    ],
  })
  expect(await on.rows()).toEqual(before)
})
