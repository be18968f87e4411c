import { describe, expect, test } from 'vitest'
import { digestOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, caller, lastMail, PASSWORD, signedUp, signUpForm, staff, stranger } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

describe('signing up', () => {
  test('makes a pending user and mails the key, in the language of the request', async () => {
    const on = world()
    const { id, key } = await signedUp(on, { nickname: '앤' }, caller({ language: 'ko' }))
    const { users, activationKeys } = await on.rows()
    expect(users.get(id)).toMatchObject({ state: 'pending', email: 'ann@example.org', nickname: '앤' })
    const { reportNotMe } = lastMail(on, 'activation')
    expect([...activationKeys.values()].map(({ digest, purpose }) => [digest, purpose])).toEqual([
      [digestOf(key), 'activation'],
      [digestOf(reportNotMe), 'report-sign-up'],
    ])
    expect(on.mails()).toEqual([
      {
        kind: 'activation',
        mailId: 1,
        to: 'ann@example.org',
        nickname: '앤',
        secret: key,
        reportNotMe,
        language: 'ko',
      },
    ])
  })

  test('keeps neither the password nor the key', async () => {
    const on = world()
    const { key } = await signedUp(on)
    const rows = JSON.stringify(Object.values(await on.rows()).map((table) => [...table.values()]))
    expect(rows).not.toContain(PASSWORD)
    expect(rows).not.toContain(key)
  })

  test('tells every bad field at once', async () => {
    const { app, rows } = world()
    const form = whatever({ email: 'nobody', newPassword: 'password', newPasswordAgain: null })
    const refusal = await refusalOf(app.accounts.signUp(form, caller()))
    expect(refusal).toEqual({
      type: 'InvalidFields',
      faults: [
        { field: 'email', code: 'MALFORMED', expected: 'an e-mail address' },
        { field: 'nickname', code: 'REQUIRED' },
        { field: 'instruments', code: 'REQUIRED' },
        { field: 'newPassword', code: 'PASSWORD_TOO_COMMON' },
        { field: 'newPasswordAgain', code: 'REQUIRED' },
      ],
    })
    expect((await rows()).users.size).toBe(0)
  })

  test('is refused where the address is an active user’s, however it is written', async () => {
    const on = world()
    await active(on, 'Ann')
    const again = on.app.accounts.signUp(signUpForm({ email: 'ANN@example.org', nickname: 'Other' }), caller())
    expect(await refusalOf(again)).toEqual({ type: 'EmailTaken', email: 'ann@example.org' })
    expect(await on.jobs()).toEqual([])
  })

  test('is refused where the address is a suspended user’s', async () => {
    const on = world()
    const ann = await active(on)
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: ann }))
    expect(await refusalOf(on.app.accounts.signUp(signUpForm({ nickname: 'Other' }), caller()))).toEqual({
      type: 'EmailTaken',
      email: 'ann@example.org',
    })
    const namesake = on.app.accounts.signUp(signUpForm({ email: 'bob@example.org' }), caller())
    expect(await refusalOf(namesake)).toEqual({ type: 'NicknameTaken', nickname: 'Ann' })
  })

  test('is refused where the nickname is an active user’s, or looks like it', async () => {
    const on = world()
    await active(on, 'Ann')
    for (const nickname of ['Ann', 'ANN', 'Ａｎｎ', 'A\u200bnn']) {
      const refusal = await refusalOf(
        on.app.accounts.signUp(signUpForm({ email: 'bob@example.org', nickname }), stranger()),
      )
      expect(refusal).toEqual({ type: 'NicknameTaken', nickname: nickname.replace('\u200b', '') })
    }
  })

  test('of an address that waits already is another pending user with a key of its own; the address is told', async () => {
    const on = world()
    const one = await signedUp(on, { nickname: 'One' })
    const other = await signedUp(on, { nickname: 'Other' }, caller({ language: 'ko' }))
    expect(one.id).not.toBe(other.id)
    expect(one.key).not.toBe(other.key)
    expect((await on.rows()).users.size).toBe(2)
    expect(on.mails().filter(({ kind }) => kind === 'someone-tried')).toMatchObject([
      { to: 'ann@example.org', nickname: 'Other', language: 'ko', secret: null },
    ])
  })

  test('takes a nickname that only pending users have', async () => {
    const on = world()
    await signedUp(on)
    expect(await valueOf(on.app.accounts.signUp(signUpForm({ email: 'bob@example.org' }), caller()))).toMatchObject({
      id: 2,
    })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => signedUp(on, { nickname: 'Earlier' }),
      act: ({ app }) => app.accounts.signUp(signUpForm(), caller()),
    })
    expect(failed).toEqual([
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
