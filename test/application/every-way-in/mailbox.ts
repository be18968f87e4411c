import type { Mail } from '#application/account/ports.ts'
import type { Purpose } from '#domain/account/activation-key.ts'
import type { MailKind } from '#domain/account/mail.ts'
import type { Secret } from '#domain/account/secret.ts'
import { after, DAY, HOUR } from '#domain/shared/instant.ts'
import { type Idea, isStillThere, type Key, type QueuedMail } from './idea.ts'
import { meets } from './outcomes.ts'
import type { Place } from './place.ts'

const LIVES: Readonly<Record<Purpose, number>> = {
  activation: 2 * DAY,
  'add-password': 2 * DAY,
  'change-password': 2 * DAY,
  'reset-password': HOUR,
  'report-sign-up': 2 * DAY,
  'report-change': 2 * DAY,
  'report-reset': HOUR,
  'report-new-password': 7 * DAY,
}

const REPORTS: Readonly<Record<MailKind, Purpose>> = {
  activation: 'report-sign-up',
  'someone-tried': 'report-sign-up',
  'add-password': 'report-change',
  'change-password': 'report-change',
  'reset-password': 'report-reset',
  'password-changed': 'report-new-password',
}

/** A mail whose reason is gone before a worker gets to it is not written. */
const isMeant = (on: Idea, { of, change }: QueuedMail): boolean =>
  isStillThere(on, of) && (change === null || on.account?.change === change)

const put = (on: Idea, { of, change }: QueuedMail, purpose: Purpose, secret: Secret): void => {
  const key: Key = { secret, purpose, of, change, diesAt: after(on.now, LIVES[purpose]), isUsedUp: false }
  on.mailbox.push(key)
}

/** Jobs are done; exactly the mails that should be are in the mailbox then, and what their links should open is noted. */
export const mailsGoOut = async (on: Idea, { deliver }: Place): Promise<void> => {
  const meant = on.queuedMails.filter((queuedMail) => isMeant(on, queuedMail))
  if (on.isResetAsked && on.account !== null) meant.push({ kind: 'reset-password', of: on.account, change: null })
  on.queuedMails = []
  on.isResetAsked = false
  const came: readonly Mail[] = await deliver()
  meets(came.map(({ kind }) => kind).join(), meant.map(({ kind }) => kind).join(), 'the mails that went out')
  meant.forEach((queuedMail, at) => {
    const { secret, reportNotMe } = came[at]!
    if (secret !== null) put(on, queuedMail, queuedMail.kind as Purpose, secret)
    put(on, queuedMail, REPORTS[queuedMail.kind], reportNotMe)
  })
}
