import { describe, expect, it } from 'vitest'
import { linksOf } from '#adapters/nodemailer/mail-text.ts'
import { messageOf } from '#adapters/nodemailer/message.ts'
import { type MailKind, MAILS } from '#domain/account/mail.ts'
import { LANGUAGES, type Language } from '#application/shared/system.ts'
import { activation, NOT_ME_LINK, FROM, LINK, mailOf, MESSAGE_ID, PUBLIC_URL } from './support.ts'

const SENDER = { from: FROM, publicUrl: PUBLIC_URL }

type Lives = Readonly<Record<Language, string>>

const TWO_DAYS: Lives = { en: '2 days', ko: '2일' }
const ONE_HOUR: Lives = { en: '1 hour', ko: '1시간' }
const SEVEN_DAYS: Lives = { en: '7 days', ko: '7일' }

/** Where each letter leads, how long it may take to go there, and how long to say that it was not oneself. */
const EXPECTED: Readonly<Record<MailKind, { page: string | null; lives?: Lives; reportKeyLifetime: Lives }>> = {
  activation: { page: '/user/activate', lives: TWO_DAYS, reportKeyLifetime: TWO_DAYS },
  'someone-tried': { page: null, reportKeyLifetime: TWO_DAYS },
  'add-password': { page: '/user/signup', lives: TWO_DAYS, reportKeyLifetime: TWO_DAYS },
  'change-password': { page: '/user/password', lives: TWO_DAYS, reportKeyLifetime: TWO_DAYS },
  'reset-password': { page: '/user/password', lives: ONE_HOUR, reportKeyLifetime: ONE_HOUR },
  'password-changed': { page: null, reportKeyLifetime: SEVEN_DAYS },
}

/** What follows the links. */
const SENTENCES: Readonly<
  Record<Language, { lives: (life: string) => string; reportNotMe: (life: string) => string }>
> = {
  en: {
    lives: (life) => `The link works once and expires in ${life}.`,
    reportNotMe: (life) => `This link expires in ${life}.`,
  },
  ko: {
    lives: (life) => `링크는 ${life} 동안 유효하며 한 번만 사용할 수 있습니다.`,
    reportNotMe: (life) => `이 링크는 ${life} 동안 유효합니다.`,
  },
}

const KINDS = Object.keys(MAILS) as readonly MailKind[]
const EVERY = KINDS.flatMap((kind) => LANGUAGES.map((language) => [kind, language] as const))

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '')

describe.each(EVERY)('the mail %s in %s', (kind, language) => {
  const mail = mailOf(kind, { language, nickname: 'Mina' })
  const { page, lives, reportKeyLifetime } = EXPECTED[kind]
  const link = page === null ? null : LINK.replace('/user/activate', page)

  it('has a subject and an id of ours, and is the same in both forms', () => {
    const { subject, messageId, text, html } = messageOf(mail, SENDER)
    expect(subject).toMatch(/^\[Soundhub\] \S.{5,70}$/)
    expect(messageId).toBe(MESSAGE_ID)
    expect(/\p{Script=Hangul}/u.test(subject)).toBe(language === 'ko')
    expect(/\p{Script=Hangul}/u.test(text)).toBe(language === 'ko')
    expect(html).toContain(`<html lang="${language}">`)
    expect(html).toContain(`<title>${subject}</title>`)
    for (const line of linesOf(text)) expect(html).toContain(line)
  })

  it('carries its links, to read and to click, each with what it does before it and how long after it', () => {
    const { text, html } = messageOf(mail, SENDER)
    const lines = linesOf(text)
    const urls = [...(link === null ? [] : [link]), NOT_ME_LINK]
    expect(lines.filter((line) => line.includes('http'))).toEqual(urls)
    expect(html.match(/<a href="[^"]*">/g)).toEqual(urls.map((url) => `<a href="${url}">`))
    const sentences = SENTENCES[language]
    if (link !== null) expect(lines[lines.indexOf(link) + 1]).toBe(sentences.lives(lives![language]))
    expect(lines[lines.indexOf(NOT_ME_LINK) - 1]).toMatch(language === 'en' ? /\?.* link |\?.* this one /i : /\?.*링크/)
    expect(lines.at(-1)).toBe(sentences.reportNotMe(reportKeyLifetime[language]))
    expect(linksOf(mail, PUBLIC_URL)).toEqual({ link, reportNotMe: NOT_ME_LINK })
  })

  it('takes a nickname for nothing but a name', () => {
    const nickname = `<script>"&'</script>\r\nBcc: spy@example.org\u2028http://evil.example`
    const { subject, text, html, headers } = messageOf(mailOf(kind, { language, nickname }), SENDER)
    expect(subject + JSON.stringify(headers)).not.toMatch(/[\r\n]|script|spy|evil/)
    expect(html).not.toContain('<script')
    for (const form of [text, html])
      expect(form.replaceAll(PUBLIC_URL, '')).not.toMatch(/https?:\/\/|spy@example\.[a-z]/)
    expect(linesOf(text)).toHaveLength(linesOf(messageOf(mail, SENDER).text).length)
  })
})

describe('queuedMails', () => {
  it('that were asked for by nobody known greet nobody by name', () => {
    const greets = KINDS.filter((kind) => messageOf(mailOf(kind, { nickname: 'Mina' }), SENDER).text.includes('Mina'))
    expect(greets).toEqual(KINDS.filter((kind) => kind !== 'someone-tried'))
  })

  it('all say something different', () => {
    const said = EVERY.map(([kind, language]) => messageOf(mailOf(kind, { language }), SENDER))
    expect(new Set(said.map(({ subject }) => subject)).size).toBe(EVERY.length)
    expect(new Set(said.map(({ text }) => text)).size).toBe(EVERY.length)
  })

  it.each([`${PUBLIC_URL}/`, `${PUBLIC_URL}/music`, `${PUBLIC_URL}/music/`])('lead to %s', (publicUrl) => {
    const path = publicUrl.includes('music') ? '/music/user' : '/user'
    expect(linksOf(activation(), publicUrl)).toEqual({
      link: LINK.replace('/user', path),
      reportNotMe: NOT_ME_LINK.replace('/user', path),
    })
  })

  it.each([
    ['http://localhost:8000', '<letter-7@localhost>'],
    ['https://bücher.example/music/', '<letter-7@xn--bcher-kva.example>'],
    ['http://[::1]:8000', '<letter-7@[::1]>'],
  ])('that lead to %s are called %s', (publicUrl, messageId) => {
    expect(messageOf(activation(), { from: FROM, publicUrl })).toMatchObject({ messageId })
  })
})

describe('a nickname in a letter', () => {
  it('is never markup', () => {
    const { html } = messageOf(activation({ nickname: `<script>"&'</script>` }), SENDER)
    expect(html).toContain('Hi &lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;,')
  })

  it('is one line and turns nothing around', () => {
    const { text } = messageOf(activation({ nickname: 'a\r\n\r\nb\u2028c\u202ed\0e' }), SENDER)
    expect(text.split('\n')[0]).toBe('Hi a b c d e,')
  })

  it.each(['http://evil.example/win', 'www.evil.example', 'win@evil.example'])(
    'like %s is nothing that a mail program makes a link of',
    (nickname) => {
      const { text, html } = messageOf(activation({ nickname }), SENDER)
      for (const form of [text, html]) expect(form.replaceAll(PUBLIC_URL, '')).not.toMatch(/https?:\/\/|\.[a-z]{2}/)
      expect(text.replaceAll('\u200c', '')).toContain(`Hi ${nickname},`)
    },
  )

  it.each(['St. Mina Jr.', 'a,b;c:d@e', 'R.E.M.', '1/2 3.5'])('like %s stays as it is', (nickname) => {
    expect(messageOf(activation({ nickname }), SENDER).text).toContain(`Hi ${nickname},`)
  })
})
