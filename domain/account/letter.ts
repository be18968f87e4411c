import type { ChangeId, LetterId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { Purpose } from './activation-key.ts'

/** What a mail is about, what its link opens, and what "this was not me" undoes. */
export const LETTERS = {
  activation: { opens: 'activation', disowns: 'disown-sign-up' },
  'someone-tried': { opens: null, disowns: 'disown-sign-up' },
  'add-password': { opens: 'add-password', disowns: 'disown-change' },
  'change-password': { opens: 'change-password', disowns: 'disown-change' },
  'reset-password': { opens: 'reset-password', disowns: 'disown-reset' },
  'password-changed': { opens: null, disowns: 'disown-new-password' },
} as const satisfies Record<string, { readonly opens: Purpose | null; readonly disowns: Purpose }>

/** Which of them a mail is. */
export type LetterKind = keyof typeof LETTERS

/** A mail that was asked for: whom it concerns, not what it says. Its keys are issued when it is written. */
export type Letter = {
  readonly id: LetterId
  readonly kind: LetterKind
  readonly userId: UserId
  readonly changeId: ChangeId | null
  readonly language: 'en' | 'ko'
  readonly askedAt: Instant
  /** Once it is set, the mail does not go out again. */
  readonly sentAt: Instant | null
}

/** A letter before it is stored and gets its id. */
export type NewLetter = Omit<Letter, 'id' | 'sentAt'>
