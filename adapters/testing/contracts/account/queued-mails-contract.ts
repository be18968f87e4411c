import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { MAILS, type MailKind, type NewQueuedMail } from '#domain/account/mail.ts'
import type { MailId, UserId } from '#domain/shared/id.ts'
import { after, HOUR } from '#domain/shared/instant.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { newChange, newQueuedMail, NOON, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import {
  answersUnavailableAmidAUnit,
  expectOneAfterTheOther,
  takenBack,
} from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const kinds = fc.constantFrom(...(Object.keys(MAILS) as MailKind[]))
const languages = fc.constantFrom('en' as const, 'ko' as const)

/** `QueuedMailRepository`. */
export const queuedMailsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'QueuedMailRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const add = (queuedMail: NewQueuedMail) => valueOf(units().run(({ queuedMails }) => queuedMails.add(queuedMail)))
    const stored = (id: MailId) => valueOf(units().run(({ queuedMails }) => queuedMails.byId(id)))
    const markSent = (id: MailId, now = NOON) =>
      valueOf(units().run(({ queuedMails }) => queuedMails.markSent(id, now)))
    const written = async () => add(newQueuedMail({ userId: (await pendingIn(units())).id }))

    it('gives a mail its id, unsent, and back what was added', () =>
      fc.assert(
        fc.asyncProperty(kinds, languages, instants, async (kind, language, askedAt) => {
          const given = newQueuedMail({ userId: (await activeIn(units())).id, kind, language, askedAt })
          const queuedMail = await add(given)
          expect(queuedMail).toStrictEqual({ ...given, id: queuedMail.id, sentAt: null })
          expect(await stored(queuedMail.id)).toStrictEqual(queuedMail)
        }),
        { numRuns: runs },
      ))

    it('remembers the change it is about, and never takes it for none', async () => {
      const { id: userId } = await activeIn(units())
      const { id: changeId } = await valueOf(units().run((to) => to.pendingChanges.put(newChange({ userId }))))
      const queuedMail = await add(newQueuedMail({ userId, kind: 'change-password', changeId }))
      expect(await stored(queuedMail.id)).toStrictEqual(queuedMail)
      await valueOf(units().run(({ pendingChanges }) => pendingChanges.removeOfUser(userId)))
      expect((await stored(queuedMail.id))?.changeId).not.toBeNull()
    })

    it('answers null for what is not there', async () => {
      expect(await stored(UNKNOWN_ID as MailId)).toBeNull()
    })

    it('gives mails of one kind to one user ids of their own', async () => {
      const { id: userId } = await pendingIn(units())
      const queuedMails = [await add(newQueuedMail({ userId })), await add(newQueuedMail({ userId }))]
      expect(new Set(queuedMails.map(({ id }) => id)).size).toBe(2)
    })

    it('writes down when a mail was sent, the last time counts, and no other mail is touched', async () => {
      const [sent, other] = [await written(), await written()]
      await markSent(sent.id)
      expect(await stored(sent.id)).toStrictEqual({ ...sent, sentAt: NOON })
      await markSent(sent.id, after(NOON, HOUR))
      expect(await stored(sent.id)).toStrictEqual({ ...sent, sentAt: after(NOON, HOUR) })
      expect(await stored(other.id)).toStrictEqual(other)
    })

    it('does not bring a removed mail back by marking it', async () => {
      const queuedMail = await written()
      await valueOf(units().run(({ users }) => users.remove([queuedMail.userId])))
      await markSent(queuedMail.id)
      expect(await stored(queuedMail.id)).toBeNull()
    })

    it('is locked by whoever reads it', async () => {
      const { id } = await written()
      await expectOneAfterTheOther(units(), ({ queuedMails }) => queuedMails.byId(id))
    })

    it('does not take a mail to nobody', async () => {
      await expectUnavailable(
        units().run(({ queuedMails }) => queuedMails.add(newQueuedMail({ userId: UNKNOWN_ID as UserId }))),
      )
    })

    it('shares no object with whoever adds or reads', async () => {
      const given = newQueuedMail({ userId: (await pendingIn(units())).id })
      const before = { ...given }
      const queuedMail = await add(given)
      const { id } = queuedMail
      meddleWith(given)
      meddleWith(queuedMail)
      meddleWith((await stored(id))!)
      expect(await stored(id)).toStrictEqual({ ...before, id, sentAt: null })
    })

    it('takes back what a refused unit did', async () => {
      const queuedMail = await written()
      await takenBack(units(), ({ queuedMails }) => queuedMails.markSent(queuedMail.id, NOON))
      expect(await stored(queuedMail.id)).toStrictEqual(queuedMail)
      const lost: MailId[] = []
      await takenBack(units(), ({ queuedMails }) =>
        queuedMails.add(newQueuedMail({ userId: queuedMail.userId })).map(({ id }) => lost.push(id)),
      )
      expect(await stored(lost[0]!)).toBeNull()
    })

    answersUnavailableAmidAUnit(it, made, {
      add: ({ queuedMails }) => queuedMails.add(newQueuedMail({ userId: 1 as UserId })),
      byId: ({ queuedMails }) => queuedMails.byId(1 as MailId),
      markSent: ({ queuedMails }) => queuedMails.markSent(1 as MailId, NOON),
    })
  })
