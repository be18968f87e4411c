import { describe, expect, test } from 'vitest'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, withLastLogin, PASSWORD, signedUp } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

const unknown = { type: 'ActivationKeyUnknown' }

const KEY_IS_LOOKED_UP = ['unitOfWork.run', 'activationKeys.byDigest', 'users.byId', 'unitOfWork.commit']

const OPENING = [
  'unitOfWork.run',
  'activationKeys.byDigest',
  'users.byId',
  'users.ofAddress',
  'activationKeys.byDigest',
  'users.byId',
  'users.verifiedByNickname',
  'users.save',
  'activationKeys.removeOfUser',
  'users.remove',
  'unitOfWork.commit',
]

describe('the form on that page', () => {
  test('opens the sign-up for who knows its password', async () => {
    const on = world()
    const { id, key } = await signedUp(on)
    expect(await valueOf(on.app.accounts.activateWithPassword({ key: key, password: PASSWORD, nickname: '' }))).toBe(id)
    expect(await withLastLogin(on)).toMatchObject({ userId: id })
  })

  test('opens nothing for another password, and may be tried again', async () => {
    const on = world()
    const { id, key } = await signedUp(on)
    const wrong = on.app.accounts.activateWithPassword({ key: key, password: 'of somebody else' })
    expect(await refusalOf(wrong)).toEqual({ type: 'WrongPassword' })
    expect(await valueOf(on.app.accounts.activateWithPassword({ key: key, password: PASSWORD }))).toBe(id)
  })

  test('opens each sign-up with its own password only', async () => {
    const on = world()
    const mine = await signedUp(on, { nickname: 'Mine', newPassword: 'the one I chose' })
    const strangers = await signedUp(on, { nickname: 'Stranger', newPassword: 'slipped under me' })
    const outcome = on.app.accounts.activateWithPassword({ key: strangers.key, password: 'the one I chose' })
    expect(await refusalOf(outcome)).toEqual({ type: 'WrongPassword' })
    expect(await valueOf(on.app.accounts.activateWithPassword({ key: mine.key, password: 'the one I chose' }))).toBe(
      mine.id,
    )
  })

  test('refuses another nickname that is taken or is none', async () => {
    const on = world()
    const { key } = await signedUp(on, { nickname: 'Ann', email: 'first@example.org' })
    await active(on, 'Bob')
    const form = { key: key, password: PASSWORD }
    const taken = await refusalOf(on.app.accounts.activateWithPassword({ ...form, nickname: 'BOB' }))
    expect(taken).toEqual({ type: 'NicknameTaken', nickname: 'BOB' })
    const none = await refusalOf(on.app.accounts.activateWithPassword({ ...form, nickname: 'a\nb' }))
    expect(none).toMatchObject({ faults: [{ field: 'nickname', code: 'MALFORMED' }] })
  })

  test('asks for a password and a key that is one', async () => {
    const on = world()
    expect(await refusalOf(on.app.accounts.activateWithPassword(whatever({})))).toMatchObject({
      faults: [{ field: 'password' }],
    })
    expect(await refusalOf(on.app.accounts.activateWithPassword(whatever({ password: PASSWORD })))).toEqual(unknown)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => signedUp(on),
      act: ({ app }, { key }) => app.accounts.activateWithPassword({ key: key, password: PASSWORD, nickname: 'Anna' }),
    })
    expect(failed).toEqual([...KEY_IS_LOOKED_UP, 'passwordHasher.verify', ...OPENING])
  })
})
