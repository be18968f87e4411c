import { describe, expect, test } from 'vitest'
import { digestOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, caller, googleUser, withLastLogin, PASSWORD, signedUp, staff } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

const wrong = { type: 'WrongCredentials' }
const form = { email: ' ANN@example.org', password: PASSWORD }

describe('logging in', () => {
  test('opens a session and says when', async () => {
    const on = world()
    const ann = await active(on)
    on.clock.advance(1000)
    const { userId, token } = await valueOf(on.app.accounts.logIn(form, caller()))
    expect(userId).toBe(ann)
    expect(await valueOf(on.app.accounts.authenticate(token))).toMatchObject({ userId: ann, createdAt: on.clock.now() })
    const { users, sessions } = await on.rows()
    expect(users.get(ann)).toMatchObject({ lastLoginAt: on.clock.now() })
    expect([...sessions.values()]).toMatchObject([{ device: 'a phone' }])
    expect([...sessions.keys()]).toEqual([digestOf(token)])
  })

  test('opens a session beside those that are open', async () => {
    const on = world()
    await active(on)
    const phone = await withLastLogin(on)
    const desk = await withLastLogin(on)
    expect((await on.app.accounts.authenticate(phone.token)).isOk()).toBe(true)
    expect((await on.app.accounts.authenticate(desk.token)).isOk()).toBe(true)
  })

  test('is refused in the same words for a wrong password and for an unknown address, after the same work', async () => {
    const on = world()
    await active(on)
    for (const given of [
      { ...form, password: 'not the password' },
      { ...form, email: 'nobody@example.org' },
    ]) {
      on.fault.arm(Infinity)
      expect(await refusalOf(on.app.accounts.logIn(given, caller()))).toEqual(wrong)
      expect(on.fault.calls.filter((call) => call === 'passwordHasher.verify')).toHaveLength(1)
    }
  })

  test('asks for both fields at once', async () => {
    const refusal = await refusalOf(world().app.accounts.logIn(whatever({ password: 'x'.repeat(129) }), caller()))
    expect(refusal).toMatchObject({ faults: [{ field: 'email' }, { field: 'password', code: 'TOO_LONG' }] })
  })

  test('does not open another one’s sign-up of the same address', async () => {
    const on = world()
    await signedUp(on, { nickname: 'Stranger', newPassword: 'a strange password' })
    await active(on)
    expect(await refusalOf(on.app.accounts.logIn({ ...form, password: 'a strange password' }, caller()))).toEqual(wrong)
  })

  test('is refused if the user was removed or chose another password while it was looked at', async () => {
    for (const change of ['removed', 'changed'] as const) {
      const on = world()
      const ann = await active(on)
      const meanwhile = on.having({
        passwordHasher: {
          ...on.ports.passwordHasher,
          verify: (password, hash) =>
            on.ports.unitOfWork
              .run(({ users }) =>
                users
                  .byId(ann)
                  .andThen((user) => (change === 'removed' ? users.remove([ann]) : users.setPassword(user!.id, null)))
                  .mapErr((refusal) => refusal as never),
              )
              .andThen(() => on.ports.passwordHasher.verify(password, hash)),
        },
      })
      expect(await refusalOf(meanwhile.accounts.logIn(form, caller()))).toEqual(wrong)
      expect((await on.rows()).sessions.size).toBe(0)
    }
  })

  test('is refused to a suspended user, with the right password only', async () => {
    const on = world()
    const ann = await active(on)
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: ann }))
    expect(await refusalOf(on.app.accounts.logIn(form, caller()))).toEqual({ type: 'AccountSuspended' })
    expect(await refusalOf(on.app.accounts.logIn({ ...form, password: 'not the password' }, caller()))).toEqual(wrong)
    expect((await on.rows()).sessions.size).toBe(0)
  })

  test('is refused where the account has no password, in the same words after the same work', async () => {
    const on = world()
    await googleUser(on)
    on.fault.arm(Infinity)
    expect(await refusalOf(on.app.accounts.logIn(form, caller()))).toEqual(wrong)
    expect(on.fault.calls.filter((call) => call === 'passwordHasher.verify')).toHaveLength(1)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: active,
      act: ({ app }) => app.accounts.logIn(form, caller()),
    })
    expect(failed).toEqual([
      'rateLimiter.check',
      'rateLimiter.check',
      'credentials.ofAddress',
      'passwordHasher.verify',
      'rateLimiter.check',
      'rateLimiter.check',
      'unitOfWork.run',
      'users.ofAddress',
      'sessions.add',
      'users.touch',
      'unitOfWork.commit',
    ])
  })
})
