import { KEY_LIFETIMES, type Purpose } from '#domain/account/activation-key.ts'
import { MAILS, type MailKind } from '#domain/account/mail.ts'
import type { Secret } from '#domain/account/secret.ts'
import { DAY, HOUR } from '#domain/shared/instant.ts'
import type { Mail } from '#application/account/ports.ts'
import type { MailWords, Words } from './mail-words.ts'
import { WORDS } from './words-by-language.ts'

/** The content of a mail, before it is rendered as text or HTML. */
export type MailText = {
  readonly subject: string
  readonly paragraphs: readonly (string | Link)[]
}

/** A link as its own paragraph: HTML shows the label, plain text the URL. */
type Link = { readonly label: string; readonly url: string }

/** Where a mail's links lead. */
export type Links = {
  /** `null` if the mail has nothing to confirm. */
  readonly link: string | null
  /** The "this was not me" link. */
  readonly reportNotMe: string
}

type Opened = NonNullable<(typeof MAILS)[MailKind]['opens']>

/** The page behind each link; a new purpose does not compile until it has one. */
const PAGES: Readonly<Record<Opened, string>> = {
  activation: '/user/activate',
  'add-password': '/user/signup',
  'change-password': '/user/password',
  'reset-password': '/user/password',
}

const NOT_ME_PAGE = '/user/not_me'

/** Control characters, line breaks and marks that change the text direction. */
const UNSAFE_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}]+/gu

/** What makes a mail program linkify text: the dot before a top-level domain, the colon of a scheme. */
const LINKIFIED = /\.(?=\p{L}{2})|:(?=\/\/)/gu

/**
 * Anyone can sign up with a stranger's address and any nickname, so a nickname must not carry a message: it is reduced
 * to one line, and a zero-width character keeps mail programs from turning it into a link.
 */
const safeNickname = (nickname: string): string =>
  nickname.replace(UNSAFE_CHARACTERS, ' ').replace(LINKIFIED, '$&\u{200c}')

const urlOf = (publicUrl: string, page: string, secret: Secret): string =>
  `${publicUrl.replace(/\/+$/, '')}${page}?activation_key=${encodeURIComponent(secret)}`

export const linksOf = ({ kind, secret, reportNotMe }: Mail, publicUrl: string): Links => {
  const { opens } = MAILS[kind]
  return {
    link: opens === null || secret === null ? null : urlOf(publicUrl, PAGES[opens], secret),
    reportNotMe: urlOf(publicUrl, NOT_ME_PAGE, reportNotMe),
  }
}

/** A key's lifetime in days or hours. */
const lifetimeOf = (purpose: Purpose, { days, hours }: Words): string => {
  const lifetime = KEY_LIFETIMES[purpose]
  return lifetime % DAY === 0 ? days(lifetime / DAY) : hours(lifetime / HOUR)
}

/** Fills the template that all mails share with the texts of the mail's kind and language. */
export const mailTextOf = (mail: Mail, publicUrl: string): MailText => {
  const words = WORDS[mail.language]
  const { opens, reports } = MAILS[mail.kind]
  const own: MailWords = words.mails[mail.kind]
  const { link, reportNotMe } = linksOf(mail, publicUrl)
  const toOpen =
    opens === null || link === null || own.link === null
      ? []
      : [{ label: own.link, url: link }, words.linkExpiry(lifetimeOf(opens, words))]
  return {
    subject: `[Soundhub] ${own.subject}`,
    paragraphs: [
      // The nickname of that sign-up was probably chosen by someone else.
      words.greeting(mail.kind === 'someone-tried' ? null : safeNickname(mail.nickname)),
      ...own.paragraphs,
      ...toOpen,
      own.notMe,
      { label: words.notMeLabel, url: reportNotMe },
      words.notMeExpiry(lifetimeOf(reports, words)),
    ],
  }
}
