import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTIVATION_KEY_LIFETIME } from '#domain/account/activation-key.ts'
import { sameNickname, type User } from '#domain/account/user.ts'
import { DAY, HOUR, instant } from '#domain/shared/instant.ts'
import { expectUnavailable } from '#adapters/testing/contracts/subject.ts'
import { caller, facebookForm, googleToken, NEW_PASSWORD, PASSWORD, signedUp, signUpForm, stranger } from './given.ts'
import { type World, world } from './world.ts'

const keysOf = (on: World) =>
  on.mails().flatMap(({ secret, reportNotMe }) => (secret === null ? [reportNotMe] : [secret, reportNotMe]))

const activeOnes = async (on: World): Promise<readonly User[]> =>
  [...(await on.rows()).users.values()].filter(({ state }) => state === 'active')

type Act = (on: World) => unknown

test('every account use case says so when the database is gone, and works again when it is back', async () => {
  const on = world()
  const { key } = await signedUp(on)
  on.outage.breakDown('database')
  for (const outcome of [
    on.app.accounts.signUp(signUpForm({ nickname: 'Other' }), caller()),
    on.app.accounts.activate(key),
    on.app.accounts.logIn({ email: 'ann@example.org', password: PASSWORD }, caller()),
    on.app.accounts.logInWithGoogle({ token: googleToken(on), nickname: 'Other' }, caller()),
    on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()),
    on.app.accounts.resetPassword({ key, newPassword: NEW_PASSWORD }, 'en'),
    on.app.accounts.reportNotMe(key, 'en'),
    on.app.accounts.authenticate('a'.repeat(40)),
  ]) {
    await expectUnavailable(outcome)
  }
  on.outage.repair()
  expect((await on.app.accounts.activate(key)).isOk()).toBe(true)
})

/** One of the keys that went out; what is no key where none did. */
const anyKey = (on: World, at: number): string => keysOf(on)[at % Math.max(1, keysOf(on).length)] ?? ''

describe('whatever people do, in any order', () => {
  const who = fc.constantFrom('ann@example.org', 'bob@example.org', 'eve@example.org')
  const name = fc.constantFrom('Ann', 'ANN', 'Ａｎｎ', 'Bob')

  const signUp = fc.tuple(who, name).map(([email, nickname]): Act => async (on) => {
    await on.app.accounts.signUp(signUpForm({ email, nickname }), stranger())
    await on.work()
  })
  const open = fc.tuple(fc.nat(), fc.option(name)).map(([at, nickname]): Act => async (on) => {
    const key = anyKey(on, at)
    if (nickname === null) await on.app.accounts.activate(key)
    else await on.app.accounts.activateWithPassword({ key, password: PASSWORD, nickname })
  })
  const follow = fc.nat().map((at): Act => async (on) => {
    const key = anyKey(on, at)
    await on.app.accounts.confirmPassword(key, 'en')
    await on.app.accounts.resetPassword({ key, newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }, 'en')
    await on.work()
  })
  const reportNotMe = fc.nat().map((at): Act => async (on) => {
    await on.app.accounts.reportNotMe(anyKey(on, at), 'en')
    await on.work()
  })
  const reset = who.map((email): Act => async (on) => {
    await on.app.accounts.requestPasswordReset({ email }, stranger())
    await on.work()
  })
  const google = fc.tuple(name, name).map(
    ([person, nickname]): Act =>
      (on) =>
        on.app.accounts.logInWithGoogle({ token: googleToken(on, person.normalize('NFKC')), nickname }, stranger()),
  )
  const facebook = fc.tuple(name, who).map(([nickname, email]): Act => async (on) => {
    await on.app.accounts.logInWithFacebook({ ...facebookForm(on, nickname), nickname, email }, stranger())
    await on.work()
  })
  const logIn = who.map(
    (email): Act =>
      (on) =>
        on.app.accounts.logIn({ email, password: PASSWORD }, stranger()),
  )
  const wait = fc.constantFrom(HOUR, DAY, ACTIVATION_KEY_LIFETIME).map(
    (length): Act =>
      async (on) =>
        on.clock.advance(length),
  )
  const purge = fc.constant<Act>((on) => on.app.worker.performJob({ type: 'purge-stale-users' }))
  const acts = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: signUp },
      { weight: 3, arbitrary: open },
      logIn,
      wait,
      purge,
      follow,
      reportNotMe,
      reset,
      google,
      facebook,
    ),
    {
      maxLength: 25,
    },
  )

  test('no two active users share an address or a nickname, and no active user is ever purged', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (story) => {
        const on = world()
        let before: readonly User[] = []
        for (const act of story) {
          await act(on)
          const now = await activeOnes(on)
          expect(now.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
          expect(new Set(now.map(({ email }) => email)).size).toBe(now.length)
          for (const one of now)
            expect(now.filter((other) => sameNickname(one.nickname, other.nickname))).toHaveLength(1)
          before = now
        }
      }),
      { numRuns: 60 },
    )
  })

  test('after a purge no stale user is left, and nobody with a living key is gone', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (story) => {
        const on = world()
        for (const act of story) await act(on)
        const before = await on.rows()
        await on.app.worker.performJob({ type: 'purge-stale-users' })
        const after = await on.rows()
        const now = on.clock.now()
        for (const key of before.activationKeys.values()) {
          if (now < key.expiresAt) expect(after.users.has(key.userId)).toBe(true)
        }
        for (const user of after.users.values()) {
          const keys = [...after.activationKeys.values()].filter(({ userId }) => userId === user.id)
          const lives = keys.some(({ expiresAt }) => now < expiresAt)
          if (user.state === 'pending' && !lives)
            expect(now).toBeLessThan(instant(user.createdAt + ACTIVATION_KEY_LIFETIME))
        }
      }),
      { numRuns: 60 },
    )
  })
})
