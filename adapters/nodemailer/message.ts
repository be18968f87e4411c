import type { Mail } from '#application/account/ports.ts'
import { type MailText, mailTextOf } from './mail-text.ts'

/** Who writes, and where its links lead. */
export type Sender = {
  /** `address` or `Name <address>`. */
  readonly from: string
  /** What every link starts with. */
  readonly publicUrl: string
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

const escaped = (words: string): string => words.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

const textOf = ({ paragraphs }: MailText): string =>
  paragraphs.map((one) => `${typeof one === 'string' ? one : one.url}\n`).join('\n')

const htmlOf = ({ subject, paragraphs }: MailText, language: string): string => {
  const body = paragraphs.map((one) =>
    typeof one === 'string'
      ? `<p>${escaped(one)}</p>`
      : `<p><a href="${escaped(one.url)}">${escaped(one.words)}</a></p>\n<p>${escaped(one.url)}</p>`,
  )
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.5">',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** RFC 5322, 3.6.4. A letter that goes out twice, since nobody knew that it had arrived, is one message to who reads it. */
const messageIdOf = ({ mailId }: Mail, publicUrl: string): string => `<letter-${mailId}@${new URL(publicUrl).hostname}>`

/** The mail with its words, as text and as HTML. Nothing a person chose stands in a header but the address. */
export const messageOf = (mail: Mail, sender: Sender): Message => {
  const queuedMail = mailTextOf(mail, sender.publicUrl)
  return {
    from: sender.from,
    // As an object, so that nodemailer does not read the address as a list of addresses.
    to: { name: '', address: mail.to },
    subject: queuedMail.subject,
    messageId: messageIdOf(mail, sender.publicUrl),
    text: textOf(queuedMail),
    html: htmlOf(queuedMail, mail.language),
    // RFC 3834: whoever is on holiday need not answer.
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
