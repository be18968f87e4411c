import { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { HOUR } from '#domain/shared/instant.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import {
  atWork,
  caller,
  googleUser,
  lastMail,
  mailedKey,
  NEW_PASSWORD,
  opens,
  PASSWORD,
  staff,
  stranger,
} from './given.ts'
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

describe('asking for a new password', () => {
  test('changes nothing; the new one waits on the server, and the mail carries a key only', async () => {
    const on = world()
    const { session, key } = await asked(on)
    expect(lastMail(on, 'change-password')).toMatchObject({ to: 'ann@example.org', language: 'ko' })
    const { pendingChanges, users } = await on.rows()
    const [change] = [...pendingChanges.values()]
    expect(change).toMatchObject({ kind: 'change', userId: session.userId, askedFrom: session.id })
    expect(change!.passwordHash).not.toBe(users.get(session.userId)!.passwordHash)
    const rows = JSON.stringify(Object.values(await on.rows()).map((table) => [...table.values()]))
    for (const secret of [NEW_PASSWORD, key]) expect(rows).not.toContain(secret)
    expect([await opens(on, PASSWORD), await opens(on, NEW_PASSWORD)]).toEqual([true, false])
  })

  test('a second time takes the place of the first, whose link is dead', async () => {
    const on = world()
    const { session, key } = await asked(on)
    const other = { newPassword: 'keyboard over drums', newPasswordAgain: 'keyboard over drums' }
    await valueOf(on.app.accounts.changePassword(session, other, caller()))
    expect(await refusalOf(on.app.accounts.confirmPassword(key, 'en'))).toEqual(unknown)
    await valueOf(on.app.accounts.confirmPassword(await mailedKey(on, 'change-password'), 'en'))
    expect([await opens(on, NEW_PASSWORD), await opens(on, 'keyboard over drums')]).toEqual([false, true])
  })

  test('tells what is wrong with it, all at once', async () => {
    const on = world()
    const session = await atWork(on)
    for (const [newPassword, code] of [
      ['short', 'TOO_SHORT'],
      ['password', 'PASSWORD_TOO_COMMON'],
      ['ANN@example.org', 'PASSWORD_NAMES_ITS_OWNER'],
    ] as const) {
      const refusal = await refusalOf(
        on.app.accounts.changePassword(session, { newPassword, newPasswordAgain: '' }, caller()),
      )
      expect(refusal).toMatchObject({
        faults: [
          { field: 'newPassword', code },
          { field: 'newPasswordAgain', code: 'REQUIRED' },
        ],
      })
    }
    expect(await on.jobs()).toEqual([])
  })

  test('is refused to who is gone or suspended meanwhile', async () => {
    const on = world()
    const session = await atWork(on)
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: session.userId }))
    expect(await refusalOf(on.app.accounts.changePassword(session, form, caller()))).toEqual(refused)
    await valueOf(on.ports.unitOfWork.run(({ users }) => users.remove([session.userId])))
    expect(await refusalOf(on.app.accounts.changePassword(session, form, caller()))).toEqual(refused)
  })

  test.for(['ended its session', 'was suspended', 'left', 'gave it up'] as const)(
    'is refused to who %s while it was hashed',
    async (how) => {
      const on = world()
      const session = await atWork(on)
      const root = await staff(on)
      const { passwordHasher } = on.ports
      const meanwhile = async () => {
        const { userId, id } = session
        if (how === 'ended its session') await on.app.accounts.endSession(userId, id)
        if (how === 'was suspended') await on.app.accounts.suspend({ staff: root, id: userId })
        if (how === 'left') await on.app.accounts.delete({ id: userId, remover: userId })
        if (how === 'gave it up') await on.app.accounts.logOut(session)
      }
      const slow = on.having({
        passwordHasher: {
          ...passwordHasher,
          hash: (password) => passwordHasher.hash(password).andThrough(() => ResultAsync.fromSafePromise(meanwhile())),
        },
      })
      expect(await refusalOf(slow.accounts.changePassword(session, form, caller()))).toEqual(refused)
      expect((await on.rows()).pendingChanges.size).toBe(0)
      expect(await on.jobs()).toEqual([])
    },
  )

  test('adds one where there was none', async () => {
    const on = world()
    const { userId, token } = await googleUser(on)
    const session = await valueOf(on.app.accounts.authenticate(token))
    await valueOf(on.app.accounts.changePassword(session, form, caller()))
    expect(await valueOf(on.app.accounts.confirmPassword(await mailedKey(on, 'add-password'), 'en'))).toBe(userId)
    expect(await opens(on, NEW_PASSWORD)).toBe(true)
    expect((await on.app.accounts.authenticate(token)).isOk()).toBe(true)
  })

  test('is done five times an hour from one client', async () => {
    const on = world()
    const session = await atWork(on)
    for (let time = 0; time < 5; time++) await valueOf(on.app.accounts.changePassword(session, form, caller()))
    const refusal = await refusalOf(on.app.accounts.changePassword(session, form, caller()))
    expect(refusal).toMatchObject({ type: 'TooManyAttempts', limit: { most: 5, within: HOUR } })
    await valueOf(on.app.accounts.changePassword(session, form, stranger()))
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => atWork(on),
      act: ({ app }, session) => app.accounts.changePassword(session, form, caller()),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'users.byId',
      'unitOfWork.commit',
      'rateLimiter.consume',
      'rateLimiter.consume',
      'passwordHasher.hash',
      'unitOfWork.run',
      'users.byId',
      'users.ofAddress',
      'sessions.byDigest',
      'pendingChanges.put',
      'queuedMails.add',
      'jobs.add',
      'unitOfWork.commit',
    ])
  })
})
