/** Mails over SMTP, or as files in a folder. */
export type { Sender } from '#adapters/nodemailer/message.ts'
export { type OutboxLinks, OutboxMailer, type OutboxOptions } from '#adapters/nodemailer/outbox-mailer.ts'
export { SmtpMailer } from '#adapters/nodemailer/smtp-mailer.ts'
