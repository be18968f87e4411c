import { describe, expect, test } from 'vitest'
import { digestOf } from '#adapters/testing/fixtures.ts'
import { sendQueuedMail } from '#application/account/send-queued-mail.ts'
import { MAILS } from '#domain/account/mail.ts'
import type { MailId } from '#domain/shared/id.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { active, atWork, caller, NEW_PASSWORD, PASSWORD, signedUp, signUpForm, staff } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const queuedMail = (id: number) => ({ type: 'send-mail', mailId: id as MailId }) as const

const signUp = async (on: World) => (await valueOf(on.app.accounts.signUp(signUpForm(), caller()))).id
const keys = async (on: World) => [...(await on.rows()).activationKeys.values()]

describe('writing a mail', () => {
  test('issues the keys it carries, and keeps only their digests', async () => {
    const on = world()
    const userId = await signUp(on)
    expect(await keys(on)).toEqual([])
    await on.work()
    const [mail] = on.mails()
    expect(await keys(on)).toMatchObject([
      { digest: digestOf(mail!.secret!), purpose: 'activation', userId, changeId: null },
      { digest: digestOf(mail!.reportNotMe), purpose: 'report-sign-up', userId, changeId: null },
    ])
    expect(mail!.secret).not.toBe(mail!.reportNotMe)
  })

  test('gives every kind the keys that it opens and that report it, of the change it is about', async () => {
    const on = world()
    const session = await atWork(on)
    await signedUp(on, { email: 'bob@example.org', nickname: 'One' })
    await signedUp(on, { email: 'bob@example.org', nickname: 'Two' })
    await valueOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()))
    await on.work()
    await valueOf(
      on.app.accounts.changePassword(
        session,
        { newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD },
        caller({ language: 'ko' }),
      ),
    )
    await on.work()
    const all = await keys(on)
    for (const { kind, secret, reportNotMe } of on.mails()) {
      const { opens, reports } = MAILS[kind]
      expect(secret === null).toBe(opens === null)
      const found = all.filter(({ digest }) =>
        [secret, reportNotMe].some((one) => one !== null && digestOf(one) === digest),
      )
      if (found.length === 0) continue
      expect(found.map(({ purpose }) => purpose)).toEqual(opens === null ? [reports] : [opens, reports])
      for (const { changeId } of found) expect(changeId === null).toBe(kind !== 'change-password')
    }
    expect(new Set(on.mails().map(({ kind }) => kind))).toEqual(
      new Set(['activation', 'someone-tried', 'reset-password', 'change-password']),
    )
  })

  test('queues a purge as often as the roll says', async () => {
    for (const [rolls, purges] of [
      [[0.049, 1], true],
      [[1, 0.049], true],
      [[0.05, 0.05], false],
    ] as const) {
      const on = world({ stalePurgeChance: 0.05 })
      on.chance.queueRolls(...rolls)
      await signUp(on)
      await valueOf(on.app.worker.performJob(queuedMail(1)))
      expect((await on.jobs()).filter(({ type }) => type === 'purge-stale-users')).toHaveLength(purges ? 1 : 0)
    }
  })
})

describe('sending a mail', () => {
  test('is done once, however often the job runs, and written down', async () => {
    const on = world()
    await signUp(on)
    for (const _ of 'abc') await valueOf(on.app.worker.performJob(queuedMail(1)))
    expect(on.mails()).toMatchObject([{ mailId: 1 }])
    expect(await keys(on)).toHaveLength(2)
    expect((await on.rows()).queuedMails.get(1 as MailId)).toMatchObject({ sentAt: on.clock.now() })
  })

  test('that fails is tried again with other keys under the same name, and the first ones stay good', async () => {
    const on = world()
    await signUp(on)
    on.outage.breakDown('mail')
    expect(await refusalOf(on.app.worker.performJob(queuedMail(1)))).toMatchObject({
      type: 'JobFailure',
      job: queuedMail(1),
    })
    on.outage.repair()
    await valueOf(on.app.worker.performJob(queuedMail(1)))
    expect(await keys(on)).toHaveLength(4)
    expect(on.mails()).toMatchObject([{ mailId: 1 }])
  })

  test('is nothing to do for a mail that is not there', async () => {
    const on = world()
    await valueOf(on.app.worker.performJob(queuedMail(99)))
    expect(on.mails()).toEqual([])
  })

  test('is nothing to do once the user is active or gone', async () => {
    for (const gone of [true, false]) {
      const on = world()
      const { id, key } = await signedUp(on)
      expect(
        await refusalOf(on.app.accounts.logIn({ email: 'ann@example.org', password: PASSWORD }, caller())),
      ).toBeDefined()
      if (gone) await valueOf(on.ports.unitOfWork.run(({ users }) => users.remove([id])))
      else await valueOf(on.app.accounts.activate(key))
      expect(await on.jobs()).toHaveLength(1)
      await on.work()
      expect(on.mails()).toHaveLength(1)
      expect(await keys(on)).toEqual([])
    }
  })

  test('is nothing to do once its change is gone', async () => {
    const on = world()
    const session = await atWork(on)
    const form = { newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }
    await valueOf(on.app.accounts.changePassword(session, form, caller()))
    await valueOf(on.app.accounts.changePassword(session, form, caller()))
    expect(await on.work()).toMatchObject({ left: [] })
    expect(on.mails().filter(({ kind }) => kind === 'change-password')).toHaveLength(1)
  })

  test('that resets a password is nothing to do once the user is suspended', async () => {
    const on = world()
    const ann = await active(on)
    const root = await staff(on)
    await valueOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()))
    await valueOf(on.app.accounts.suspend({ staff: root, id: ann }))
    await on.work()
    expect(on.mails().filter(({ kind }) => kind === 'reset-password')).toEqual([])
    expect(await keys(on)).toEqual([])
  })

  test('saving fails, so it fails, and the mail stays unsent', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await signUp(on)
        on.chance.queueRolls(0, 0)
      },
      act: (on) => sendQueuedMail({ ...on.fault.through(on.ports), stalePurgeChance: 1 })(1 as MailId),
      look: async (on) => (await on.rows()).queuedMails,
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'queuedMails.byId',
      'users.byId',
      'activationKeys.add',
      'jobs.add',
      'activationKeys.add',
      'jobs.add',
      'unitOfWork.commit',
      'mailer.send',
      'unitOfWork.run',
      'queuedMails.markSent',
      'unitOfWork.commit',
    ])
  })

  test('sends nothing while its keys cannot be kept', async () => {
    const on = world()
    await signUp(on)
    for (let failing = 0; failing < 6; failing++) {
      on.fault.arm(failing)
      await refusalOf(on.app.worker.performJob(queuedMail(1)))
      on.fault.disarm()
      expect([on.mails(), await keys(on)]).toEqual([[], []])
    }
  })
})
