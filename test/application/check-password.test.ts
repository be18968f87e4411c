import { describe, expect, test } from 'vitest'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, caller, googleUser, NEW_PASSWORD, PASSWORD } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

const wrong = { type: 'WrongPassword' }

describe('checking a password', () => {
  test('says whether it is mine', async () => {
    const on = world()
    const ann = await active(on)
    await valueOf(on.app.accounts.checkPassword(ann, { password: PASSWORD }, caller()))
    expect(await refusalOf(on.app.accounts.checkPassword(ann, { password: NEW_PASSWORD }, caller()))).toEqual(wrong)
    expect(await refusalOf(on.app.accounts.checkPassword(ann, whatever({}), caller()))).toMatchObject({
      faults: [{ field: 'password' }],
    })
  })

  test('says no where there is none, after the same work, and knows nobody who is gone', async () => {
    const on = world()
    const { userId } = await googleUser(on)
    on.fault.arm(Infinity)
    expect(await refusalOf(on.app.accounts.checkPassword(userId, { password: PASSWORD }, caller()))).toEqual(wrong)
    expect(on.fault.calls).toContain('passwordHasher.verify')
    const gone = on.app.accounts.checkPassword(99 as never, { password: PASSWORD }, caller())
    expect(await refusalOf(gone)).toEqual({ type: 'NotAuthenticated' })
  })

  test('counts as a failed login does, so that a borrowed session guesses no faster', async () => {
    const on = world()
    const ann = await active(on)
    const guess = () => refusalOf(on.app.accounts.checkPassword(ann, { password: NEW_PASSWORD }, caller()))
    for (let time = 0; time < 10; time++) {
      await valueOf(on.app.accounts.checkPassword(ann, { password: PASSWORD }, caller()))
      expect(await guess()).toEqual(wrong)
    }
    expect(await guess()).toMatchObject({ type: 'TooManyAttempts', limit: { most: 10 } })
    const login = on.app.accounts.logIn({ email: 'ann@example.org', password: PASSWORD }, caller())
    expect(await refusalOf(login)).toMatchObject({ type: 'TooManyAttempts' })
  })

  test('says neither while nobody can look', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: active,
      act: ({ app }, ann) => app.accounts.checkPassword(ann, { password: PASSWORD }, caller()),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'users.byId',
      'unitOfWork.commit',
      'rateLimiter.check',
      'rateLimiter.check',
      'passwordHasher.verify',
    ])
  })
})
