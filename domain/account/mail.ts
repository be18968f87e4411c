import type { ChangeId, MailId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { Purpose } from './activation-key.ts'

/** The kinds of mails: what the link of each opens, and what its "this was not me" link undoes. */
export const MAILS = {
  activation: { opens: 'activation', reports: 'report-sign-up' },
  'someone-tried': { opens: null, reports: 'report-sign-up' },
  'add-password': { opens: 'add-password', reports: 'report-change' },
  'change-password': { opens: 'change-password', reports: 'report-change' },
  'reset-password': { opens: 'reset-password', reports: 'report-reset' },
  'password-changed': { opens: null, reports: 'report-new-password' },
} as const satisfies Record<string, { readonly opens: Purpose | null; readonly reports: Purpose }>

/** The kind of a mail. */
export type MailKind = keyof typeof MAILS

/** A mail that was queued: whom it is for, not what it says. Its keys are issued when it is written. */
export type QueuedMail = {
  readonly id: MailId
  readonly kind: MailKind
  readonly userId: UserId
  readonly changeId: ChangeId | null
  readonly language: 'en' | 'ko'
  readonly askedAt: Instant
  /** Once set, the mail is not sent again. */
  readonly sentAt: Instant | null
}

/** A mail before it is stored and gets its id. */
export type NewQueuedMail = Omit<QueuedMail, 'id' | 'sentAt'>
