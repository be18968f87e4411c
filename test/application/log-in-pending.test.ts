import { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '#domain/account/rate-limits.ts'
import { HOUR } from '#domain/shared/instant.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { caller, PASSWORD, signedUp, stranger } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const RESEND_PAUSE = LIMITS.resend.address.within

const wrong = { type: 'WrongCredentials' }
const pending = { type: 'ActivationPending' }
const form = { email: ' ANN@example.org', password: PASSWORD }

const activationMails = ({ mails }: World) => mails().filter(({ kind }) => kind === 'activation').length

describe('logging in before the link was opened', () => {
  test('with the right password says so, and sends the mail again at once, then after three minutes', async () => {
    const on = world()
    const { id } = await signedUp(on)
    const again = async () => {
      expect(await refusalOf(on.app.accounts.logIn(form, caller({ language: 'ko' })))).toEqual(pending)
      const { queuedMails } = await on.rows()
      return (await on.jobs()).map((job) => job.type === 'send-mail' && queuedMails.get(job.mailId))
    }
    expect(await again()).toMatchObject([{ kind: 'activation', userId: id, language: 'ko' }])
    await on.work()
    on.clock.advance(RESEND_PAUSE - 1)
    expect(await again()).toEqual([])
    on.clock.advance(1)
    expect(await again()).toHaveLength(1)
  })

  test('sends one mail in three minutes, however often and from wherever it is tried', async () => {
    const on = world()
    await signedUp(on)
    const sent = activationMails(on)
    for (let minute = 0; minute < 12; minute++) {
      for (const _ of 'abc') await on.app.accounts.logIn(form, stranger())
      await on.work()
      on.clock.advance(RESEND_PAUSE / 3)
    }
    expect(activationMails(on) - sent).toBe(4)
  })

  test('sends nothing if the sign-up was opened or removed while it was looked at', async () => {
    for (const how of ['opened', 'removed'] as const) {
      const on = world()
      const { id, key } = await signedUp(on)
      const { rateLimiter } = on.ports
      const end = async () => {
        if (how === 'opened') await on.app.accounts.activate(key)
        else await on.ports.unitOfWork.run(({ users }) => users.remove([id]))
      }
      const meanwhile = on.having({
        rateLimiter: {
          ...rateLimiter,
          consume: (name, limit) =>
            rateLimiter.consume(name, limit).andThrough(() => ResultAsync.fromSafePromise(end())),
        },
      })
      expect(await refusalOf(meanwhile.accounts.logIn(form, caller()))).toEqual(pending)
      expect(await on.jobs()).toEqual([])
    }
  })

  test('with a wrong password says nothing and sends nothing', async () => {
    const on = world()
    await signedUp(on)
    on.clock.advance(HOUR)
    expect(await refusalOf(on.app.accounts.logIn({ ...form, password: 'not the password' }, caller()))).toEqual(wrong)
    expect(await on.jobs()).toEqual([])
  })

  test('sends the mail of the sign-up whose password it was', async () => {
    const on = world()
    await signedUp(on, { nickname: 'One', newPassword: 'password of one' })
    const two = await signedUp(on, { nickname: 'Two', newPassword: 'password of two' })
    on.clock.advance(RESEND_PAUSE)
    expect(await refusalOf(on.app.accounts.logIn({ ...form, password: 'password of two' }, caller()))).toEqual(pending)
    expect([...(await on.rows()).queuedMails.values()].at(-1)).toMatchObject({ userId: two.id, sentAt: null })
  })

  test('tries the five newest sign-ups only, so that nobody makes it slow', async () => {
    const on = world()
    for (let at = 0; at < 6; at++) await signedUp(on, { nickname: `N${at}`, newPassword: `password no. ${at}` })
    expect(await refusalOf(on.app.accounts.logIn({ ...form, password: 'password no. 0' }, caller()))).toEqual(wrong)
    expect(await refusalOf(on.app.accounts.logIn({ ...form, password: 'password no. 1' }, caller()))).toEqual(pending)
  })

  test('keeps the key of the first mail alive when a second one goes out', async () => {
    const on = world()
    const { id, key } = await signedUp(on)
    on.clock.advance(RESEND_PAUSE)
    await on.app.accounts.logIn(form, caller())
    await on.work()
    expect(activationMails(on)).toBe(2)
    expect(await valueOf(on.app.accounts.activate(key))).toBe(id)
    expect((await on.rows()).activationKeys.size).toBe(0)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => signedUp(on),
      act: ({ app }) => app.accounts.logIn(form, caller()),
    })
    expect(failed.slice(6)).toEqual([
      'rateLimiter.consume',
      'rateLimiter.consume',
      'unitOfWork.run',
      'users.ofAddress',
      'queuedMails.add',
      'jobs.add',
      'unitOfWork.commit',
    ])
  })
})
