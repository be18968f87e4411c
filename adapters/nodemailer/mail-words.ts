import type { MailKind, MAILS } from '#domain/account/mail.ts'

/** The text of one kind of mail; the rest comes from the shared template. */
export type MailWords<Kind extends MailKind = MailKind> = {
  /** Without the prefix that all our subjects share. */
  readonly subject: string
  /** The paragraphs before the link, if the mail has one. */
  readonly paragraphs: readonly string[]
  /** The label of the link. */
  readonly link: (typeof MAILS)[Kind]['opens'] extends null ? null : string
  /** The paragraph before the "this was not me" link: what that link undoes. */
  readonly notMe: string
}

/** All mail texts in one language. */
export type Words = {
  /** `null` if the recipient may be someone other than the user. */
  readonly greeting: (nickname: string | null) => string
  readonly days: (count: number) => string
  readonly hours: (count: number) => string
  /** States that the link works once and until when. */
  readonly linkExpiry: (lifetime: string) => string
  /** The label of the "this was not me" link. */
  readonly notMeLabel: string
  /** States how long that link works. */
  readonly notMeExpiry: (lifetime: string) => string
  readonly mails: { readonly [Kind in MailKind]: MailWords<Kind> }
}
