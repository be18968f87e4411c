import { expect } from '#adapters/testing/expect.ts'
import { type MailKind, MAILS } from '#domain/account/mail.ts'
import type { MailId } from '#domain/shared/id.ts'
import type { Mail, Mailer } from '#application/account/ports.ts'
import { LANGUAGES } from '#application/shared/system.ts'
import { email, emailOf, nickname, nicknameOf, secret, unique } from '#adapters/testing/fixtures.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** A mail as its reader sees it. */
export type ReceivedMail = {
  readonly to: string
  /** Its subject and its plain text, decoded. */
  readonly text: string
}

export type MailerSubject = {
  readonly mailer: Mailer
  /** What arrived so far, the oldest first. */
  readonly received: () => Promise<readonly ReceivedMail[]>
}

let queuedMails = 0

const mailOf = (kind: MailKind, given: Partial<Mail> = {}): Mail => ({
  kind,
  mailId: ++queuedMails as MailId,
  to: email(),
  nickname: nickname(),
  language: 'en',
  secret: MAILS[kind].opens === null ? null : secret(),
  reportNotMe: secret(),
  ...given,
})

const activation = (given: Partial<Mail> = {}): Mail => mailOf('activation', given)

const KINDS = Object.keys(MAILS) as readonly MailKind[]
const EVERY = KINDS.flatMap((kind) => LANGUAGES.map((language) => [kind, language] as const))

/** `Mailer`. */
export const mailerContract = (
  testRunner: TestRunner,
  make: MakeBreakable<MailerSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'Mailer', name }, make, (made, it) => {
    const send = (mail: Mail) => valueOf(made().subject.mailer.send(mail))
    const receivedBy = async (to: Mail['to']) => (await made().subject.received()).filter((mail) => mail.to === to)

    for (const [kind, language] of EVERY)
      it(`brings the mail ${kind} in ${language}, with its secrets and no other`, async () => {
        const mail = mailOf(kind, { language })
        await send(mail)
        const [arrived, ...others] = await receivedBy(mail.to)
        expect(others).toEqual([])
        const secrets = [mail.secret, mail.reportNotMe].filter((one) => one !== null)
        expect(arrived?.text.match(/[0-9a-f]{40}/g)).toEqual(secrets)
        // The note goes to whoever owns the address, and the nickname is the one of somebody who may not.
        expect(arrived?.text.includes(mail.nickname)).toBe(kind !== 'someone-tried')
      })

    it('says something different in each mail and each language', async () => {
      const same = { nickname: nickname(), secret: secret(), reportNotMe: secret() }
      const mails = EVERY.map(([kind, language]) => mailOf(kind, { ...same, language }))
      for (const mail of mails) await send(mail)
      const texts = await Promise.all(mails.map(async ({ to }) => (await receivedBy(to)).map(({ text }) => text)))
      expect(new Set(texts.flat()).size).toBe(mails.length)
    })

    for (const word of [
      '기타 치는 사람',
      '"Bobby" <b>Tables</b> & Söhne',
      'a,b;c:d@e',
      '%s ${x} {{y}}',
      '🎸'.repeat(30),
    ])
      it(`spells the nickname ${word} as it is`, async () => {
        const mail = activation({ nickname: nicknameOf(word), language: 'ko' })
        await send(mail)
        expect((await receivedBy(mail.to)).map(({ text }) => text.includes(word))).toEqual([true])
      })

    it('brings a mail to its own address, however odd, and to no other', async () => {
      const odd = emailOf(`o'brien+${unique('tag')}{x}@sub.example.org`)
      const before = (await made().subject.received()).length
      await send(activation({ to: odd }))
      expect(await receivedBy(odd)).toHaveLength(1)
      expect(await made().subject.received()).toHaveLength(before + 1)
    })

    it('brings mails one by one, in the order in which they were sent', async () => {
      const to = email()
      const mails = [activation({ to }), activation({ to }), activation({ to })]
      for (const mail of mails) await send(mail)
      const texts = (await receivedBy(to)).map(({ text }) => text)
      expect(texts.map((text) => mails.findIndex((mail) => text.includes(mail.reportNotMe)))).toEqual([0, 1, 2])
    })

    it('brings mails that are sent at once, each whole', async () => {
      const mails = Array.from({ length: 8 }, () => activation())
      await Promise.all(mails.map(send))
      for (const mail of mails)
        expect((await receivedBy(mail.to)).map(({ text }) => text.includes(mail.reportNotMe))).toEqual([true])
    })

    it('answers Unavailable in an outage, brings nothing then, and works after it', async () => {
      const lost = activation()
      await made().breakDown()
      await expectUnavailable(made().subject.mailer.send(lost))
      await expectUnavailable(made().subject.mailer.send(mailOf('someone-tried')))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await receivedBy(lost.to)).toEqual([])
      await send(lost)
      expect(await receivedBy(lost.to)).toHaveLength(1)
    })
  })
