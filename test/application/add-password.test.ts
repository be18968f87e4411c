import { describe, expect, test } from 'vitest'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import {
  active,
  caller,
  googleToken,
  googleUser,
  lastMail,
  withLastLogin,
  mailedKey,
  NEW_PASSWORD,
  opens,
  signUpForm,
  stranger,
} from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

describe('signing up by mail after a social login', () => {
  test('changes nothing until the link is opened; then the account has a password too', async () => {
    const on = world()
    const { userId } = await googleUser(on)
    const before = (await on.rows()).users.get(userId)
    const form = signUpForm({ nickname: 'Another', newPassword: NEW_PASSWORD })
    await valueOf(on.app.accounts.signUp(form, stranger()))
    const key = await mailedKey(on, 'add-password')
    expect([...(await on.rows()).users.values()]).toEqual([before])
    expect(lastMail(on, 'add-password')).toMatchObject({ to: 'ann@example.org', nickname: 'Ann' })
    expect(await opens(on, NEW_PASSWORD)).toBe(false)
    expect(await valueOf(on.app.accounts.confirmPassword(key, 'en'))).toBe(userId)
    expect(await opens(on, NEW_PASSWORD)).toBe(true)
    expect((await on.rows()).users.get(userId)).toMatchObject({ nickname: 'Ann', origin: 'google' })
  })

  test('is answered like any other sign-up, and so tells nothing of whose the address is', async () => {
    const [here, elsewhere] = [world(), world()]
    const { userId } = await googleUser(here)
    const form = signUpForm({ nickname: 'Another' })
    const { id, ...answer } = await valueOf(here.app.accounts.signUp(form, stranger()))
    expect(answer).toEqual({ ...(await valueOf(elsewhere.app.accounts.signUp(form, stranger()))), id: undefined })
    expect(id).not.toBe(userId)
    expect(await refusalOf(here.app.users.readDetail(id, null))).toMatchObject({ type: 'UserNotFound' })
    expect(
      (await valueOf(here.app.accounts.signUp(signUpForm({ email: 'bob@example.org', nickname: 'Bob' }), stranger())))
        .id,
    ).not.toBe(id)
  })

  test('is refused under another one’s nickname, as any other sign-up is', async () => {
    const on = world()
    await googleUser(on)
    await active(on, 'Bob')
    const refusal = await refusalOf(on.app.accounts.signUp(signUpForm({ nickname: 'bob' }), stranger()))
    expect(refusal).toMatchObject({ type: 'NicknameTaken' })
    await valueOf(on.app.accounts.signUp(signUpForm({ nickname: 'ann' }), stranger()))
  })

  test('ends the sessions that were open before the password was added', async () => {
    const on = world()
    const { token } = await googleUser(on)
    await valueOf(on.app.accounts.signUp(signUpForm(), stranger()))
    expect((await on.app.accounts.authenticate(token)).isOk()).toBe(true)
    await valueOf(on.app.accounts.confirmPassword(await mailedKey(on, 'add-password'), 'en'))
    expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual({ type: 'NotAuthenticated' })
  })

  test('a login with the password that waits says so, and sends the link again', async () => {
    const on = world()
    const { userId } = await googleUser(on)
    await valueOf(on.app.accounts.signUp(signUpForm({ newPassword: NEW_PASSWORD }), stranger()))
    await mailedKey(on, 'add-password')
    const login = { email: 'ann@example.org', password: NEW_PASSWORD }
    expect(await refusalOf(on.app.accounts.logIn(login, caller()))).toEqual({ type: 'ActivationPending' })
    await on.work()
    expect(on.mails().filter(({ kind }) => kind === 'add-password')).toHaveLength(2)
    expect(await refusalOf(on.app.accounts.logIn({ ...login, password: 'another one of mine' }, caller()))).toEqual({
      type: 'WrongCredentials',
    })
    await valueOf(on.app.accounts.confirmPassword(await mailedKey(on, 'add-password'), 'en'))
    expect(await valueOf(on.app.accounts.logIn(login, caller()))).toMatchObject({ userId })
  })

  test('still opens to the provider, and is refused once there is a password', async () => {
    const on = world()
    const { userId } = await googleUser(on)
    await valueOf(on.app.accounts.signUp(signUpForm(), stranger()))
    await valueOf(on.app.accounts.confirmPassword(await mailedKey(on, 'add-password'), 'en'))
    const again = await valueOf(on.app.accounts.logInWithGoogle({ token: googleToken(on) }, stranger()))
    expect(again).toMatchObject({ is: 'known', userId })
    expect(await withLastLogin(on)).toMatchObject({ userId })
    const refusal = await refusalOf(on.app.accounts.signUp(signUpForm(), stranger()))
    expect(refusal).toEqual({ type: 'EmailTaken', email: 'ann@example.org' })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => googleUser(on),
      act: ({ app }) => app.accounts.signUp(signUpForm(), caller()),
    })
    expect(failed.slice(5)).toEqual([
      'users.ofAddress',
      'users.verifiedByNickname',
      'users.add',
      'users.remove',
      'pendingChanges.put',
      'queuedMails.add',
      'jobs.add',
      'unitOfWork.commit',
    ])
  })
})

test('a reset gives it a password as well; it opens to the provider as before', async () => {
  const on = world()
  const { userId } = await googleUser(on)
  await valueOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()))
  const key = await mailedKey(on, 'reset-password')
  await valueOf(
    on.app.accounts.resetPassword({ key: key, newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }, 'en'),
  )
  expect(await opens(on, NEW_PASSWORD)).toBe(true)
  const again = await valueOf(on.app.accounts.logInWithGoogle({ token: googleToken(on) }, stranger()))
  expect(again).toMatchObject({ is: 'known', userId })
})
