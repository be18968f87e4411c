import type { MailKind, MAILS } from '#domain/account/mail.ts'

/** What one kind of mail says; the template says the rest. */
export type MailWords<Kind extends MailKind = MailKind> = {
  /** Without the mark that all of ours begin with. */
  readonly subject: string
  /** Up to the link, where the mail has one. */
  readonly says: readonly string[]
  /** The words on the link. */
  readonly link: (typeof MAILS)[Kind]['opens'] extends null ? null : string
  /** What "this was not me" undoes, as it stands before that link. */
  readonly undoes: string
}

/** A language, as far as mails speak it. */
export type Words = {
  /** `null` where the mail does not know whom it reaches. */
  readonly greeting: (nickname: string | null) => string
  readonly days: (count: number) => string
  readonly hours: (count: number) => string
  /** How long the link above lives that is opened once. */
  readonly livesOnce: (life: string) => string
  /** The words on the other link. */
  readonly notMe: string
  /** How long that one lives. */
  readonly notMeLives: (life: string) => string
  readonly mails: { readonly [Kind in MailKind]: MailWords<Kind> }
}
