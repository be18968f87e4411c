import { KEY_LIFETIMES, type Purpose } from '#domain/account/activation-key.ts'
import { MAILS, type MailKind } from '#domain/account/mail.ts'
import type { Secret } from '#domain/account/secret.ts'
import { DAY, HOUR } from '#domain/shared/instant.ts'
import type { Mail } from '#application/account/ports.ts'
import type { MailWords, Words } from './mail-words.ts'
import { WORDS } from './words.ts'

/** What a letter says, before it is set as text or as HTML. */
export type MailText = {
  readonly subject: string
  readonly paragraphs: readonly (string | Link)[]
}

/** A paragraph that is a link: its words on a page, itself where there are none. */
type Link = { readonly words: string; readonly url: string }

/** Where a mail's links lead. */
export type Links = {
  /** `null` where there is nothing to open. */
  readonly link: string | null
  /** "This was not me". */
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

/** Control characters, line breaks and marks that turn the direction of what follows. */
const NOT_FOR_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}]+/gu

/** What makes a mail program take words for an address: the dot before a domain's last part, the colon of a scheme. */
const OF_AN_ADDRESS = /\.(?=\p{L}{2})|:(?=\/\/)/gu

/**
 * Anybody may sign a stranger's address up under any nickname, so in a mail it must be nothing but a name: one line, and
 * no address that a mail program would turn into a link. A character without width keeps it from that.
 */
const asName = (nickname: string): string => nickname.replace(NOT_FOR_A_LINE, ' ').replace(OF_AN_ADDRESS, '$&\u{200c}')

const addressOf = (publicUrl: string, page: string, secret: Secret): string =>
  `${publicUrl.replace(/\/+$/, '')}${page}?activation_key=${encodeURIComponent(secret)}`

/** The links of a mail. */
export const linksOf = ({ kind, secret, reportNotMe }: Mail, publicUrl: string): Links => {
  const { opens } = MAILS[kind]
  return {
    link: opens === null || secret === null ? null : addressOf(publicUrl, PAGES[opens], secret),
    reportNotMe: addressOf(publicUrl, NOT_ME_PAGE, reportNotMe),
  }
}

/** How long a key lives, as people count it. */
const lifetimeOf = (purpose: Purpose, { days, hours }: Words): string => {
  const life = KEY_LIFETIMES[purpose]
  return life % DAY === 0 ? days(life / DAY) : hours(life / HOUR)
}

/** The words of a mail in its language: one template for all of them. */
export const mailTextOf = (mail: Mail, publicUrl: string): MailText => {
  const words = WORDS[mail.language]
  const { opens, reports } = MAILS[mail.kind]
  const said: MailWords = words.mails[mail.kind]
  const { link, reportNotMe } = linksOf(mail, publicUrl)
  const toOpen =
    opens === null || link === null || said.link === null
      ? []
      : [{ words: said.link, url: link }, words.livesOnce(lifetimeOf(opens, words))]
  return {
    subject: `[Soundhub] ${said.subject}`,
    paragraphs: [
      // The nickname of that sign-up is somebody else's as like as not.
      words.greeting(mail.kind === 'someone-tried' ? null : asName(mail.nickname)),
      ...said.says,
      ...toOpen,
      said.undoes,
      { words: words.notMe, url: reportNotMe },
      words.notMeLives(lifetimeOf(reports, words)),
    ],
  }
}
