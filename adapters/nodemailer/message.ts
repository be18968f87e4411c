import type { Mail } from '#application/account/ports.ts'
import { type MailText, mailTextOf } from './mail-text.ts'

/** The sender of our mails, and where their links lead. */
export type Sender = {
  /** `address` or `Name <address>`. */
  readonly from: string
  /** What every link starts with. */
  readonly publicUrl: string
  /** The request that caused the mail, if it is known. */
  readonly requestId?: () => string | null
}

/** A mail as nodemailer takes it. */
export type Message = {
  readonly from: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly messageId: string
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
  readonly disableFileAccess: true
  readonly disableUrlAccess: true
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

const textOf = ({ paragraphs }: MailText): string =>
  paragraphs.map((one) => `${typeof one === 'string' ? one : one.url}\n`).join('\n')

const htmlOf = ({ subject, paragraphs }: MailText, language: string): string => {
  const body = paragraphs.map((one) =>
    typeof one === 'string'
      ? `<p>${escapeHtml(one)}</p>`
      : `<p><a href="${escapeHtml(one.url)}">${escapeHtml(one.label)}</a></p>\n<p>${escapeHtml(one.url)}</p>`,
  )
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.5">',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** RFC 5322, 3.6.4. The id is stable, so that a mail sent twice after a lost acknowledgement shows up once. */
const messageIdOf = ({ mailId }: Mail, publicUrl: string): string => `<letter-${mailId}@${new URL(publicUrl).hostname}>`

/** The mail as text and HTML. No header contains user input except the recipient's address. */
export const messageOf = (mail: Mail, sender: Sender): Message => {
  const mailText = mailTextOf(mail, sender.publicUrl)
  const requestId = sender.requestId?.() ?? null
  return {
    from: sender.from,
    // An object, so that nodemailer does not parse the address as a list of addresses.
    to: { name: '', address: mail.to },
    subject: mailText.subject,
    messageId: messageIdOf(mail, sender.publicUrl),
    text: textOf(mailText),
    html: htmlOf(mailText, mail.language),
    // RFC 3834: suppresses automatic replies such as out-of-office notices.
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': mail.language,
      ...(requestId !== null && { 'X-Request-Id': requestId }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
