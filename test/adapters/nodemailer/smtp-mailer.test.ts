import { setTimeout as scheduled } from 'node:timers'
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SmtpMailer } from '#adapters/nodemailer/smtp-mailer.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { readMail } from './mime.ts'
import { activation, closedPort, FROM, LINK, MESSAGE_ID, newRawServer, newSmtpServer, PUBLIC_URL } from './support.ts'

const IMPATIENT = 200
const UNAVAILABLE = { type: 'Unavailable', what: 'mail' }

const mailerTo = (url: string, timeout?: number): SmtpMailer => {
  const mailer = new SmtpMailer({ url, from: FROM, publicUrl: PUBLIC_URL, ...(timeout && { timeout }) })
  onTestFinished(() => mailer.close())
  return mailer
}

describe('SMTP mailer', () => {
  it('hands a Korean mail over intact', async () => {
    const server = await newSmtpServer()
    await valueOf(mailerTo(server.url).send(activation({ language: 'ko' })))
    const [mail] = server.received
    const { headers, text, html } = readMail(mail!.raw)
    expect(mail!.recipients).toEqual(['mina@example.org'])
    expect(headers.get('subject')).toBe('[Soundhub] 계정을 활성화해 주세요')
    expect(headers.get('from')).toBe(FROM)
    expect(headers.get('auto-submitted')).toBe('auto-generated')
    expect(text.split('\n')).toContain(LINK)
    expect(text).toContain('미나님, 안녕하세요!')
    expect(html).toContain(`<a href="${LINK}">내 계정 활성화하기</a>`)
  })

  it('gives every attempt at a letter one Message-ID, and every letter its own', async () => {
    const server = await newSmtpServer()
    const mailer = mailerTo(server.url)
    for (const mailId of [7, 7, 8]) await valueOf(mailer.send(activation({ mailId })))
    const ids = server.received.map(({ raw }) => readMail(raw).headers.get('message-id'))
    expect(ids).toEqual([MESSAGE_ID, MESSAGE_ID, MESSAGE_ID.replace('7', '8')])
  })

  it('takes the same connection for the next mail', async () => {
    const server = await newSmtpServer()
    const mailer = mailerTo(server.url)
    for (let count = 0; count < 3; count++) await valueOf(mailer.send(activation()))
    expect(server.received).toHaveLength(3)
    expect(server.connections()).toBe(1)
  })

  it('takes another connection where the server hung up meanwhile', async () => {
    const server = await newSmtpServer()
    const mailer = mailerTo(server.url)
    await valueOf(mailer.send(activation()))
    server.hangUp()
    await valueOf(mailer.send(activation()))
    expect(server.received).toHaveLength(2)
  })

  it('names nobody else and adds no header, whatever it is given', async () => {
    const server = await newSmtpServer()
    const nickname = 'mina\r\nBcc: spy@example.org\r\n\r\nhello'
    await valueOf(mailerTo(server.url).send(activation({ nickname })))
    await mailerTo(server.url).send(activation({ to: 'mina@example.org\r\nBcc: spy@example.org' }))
    await mailerTo(server.url).send(activation({ to: 'mina@example.org, spy@example.org' }))
    for (const { raw, recipients } of server.received) {
      expect(recipients).toHaveLength(1)
      expect(recipients).not.toContain('spy@example.org')
      expect([...readMail(raw).headers.keys()].toSorted()).toEqual([
        'auto-submitted',
        'content-language',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'subject',
        'to',
      ])
    }
  })

  it('is unavailable when the server refuses, and sends the next mail all the same', async () => {
    const server = await newSmtpServer({
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith('nobody') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
    })
    const mailer = mailerTo(server.url)
    const refusal = await refusalOf(mailer.send(activation({ to: 'nobody@example.org' })))
    expect(refusal).toMatchObject({ ...UNAVAILABLE, cause: { responseCode: 550 } })
    await valueOf(mailer.send(activation()))
    expect(server.received).toHaveLength(1)
  })

  it('keeps the codes of a refusal that quotes the mail, and none of its words', async () => {
    const server = await newSmtpServer({}, ({ raw }) =>
      Object.assign(new Error(`5.7.1 not wanted: ${raw.replaceAll(/\s+/g, ' ')}`), { responseCode: 554 }),
    )
    const refusal = await refusalOf(mailerTo(server.url).send(activation()))
    expect(refusal).toMatchObject({ ...UNAVAILABLE, cause: { responseCode: 554, status: '5.7.1', command: 'DATA' } })
    expect(inspect(refusal)).not.toMatch(/not wanted|[0-9a-f]{10}/)
  })

  it('is unavailable where nobody listens', async () => {
    const refusal = await refusalOf(mailerTo(await closedPort()).send(activation()))
    expect(refusal).toMatchObject({ ...UNAVAILABLE, cause: { message: expect.stringContaining('ECONNREFUSED') } })
  })

  it('gives a server up that never says a word', async () => {
    const url = await newRawServer(() => undefined)
    const refusal = await refusalOf(mailerTo(url, IMPATIENT).send(activation()))
    expect(refusal).toMatchObject({ ...UNAVAILABLE, cause: { code: 'ETIMEDOUT' } })
  })

  it('gives a server up that falls silent after its greeting', async () => {
    const url = await newRawServer((socket) => void socket.write('220 silent.example\r\n'))
    const refusal = await refusalOf(mailerTo(url, IMPATIENT).send(activation()))
    expect(refusal).toMatchObject({ ...UNAVAILABLE, cause: { message: 'Timeout' } })
  })

  it('gives a server up that trickles its answer without end', async () => {
    const url = await newRawServer((socket) => {
      const trickle = (): void => {
        if (socket.destroyed) return
        socket.write('2')
        scheduled(trickle, IMPATIENT / 4)
      }
      socket.write('220 trickle.example\r\n')
      socket.once('data', trickle)
    })
    expect(await refusalOf(mailerTo(url, IMPATIENT).send(activation()))).toMatchObject(UNAVAILABLE)
  })

  it('gives a server up that hangs up each time', async () => {
    const url = await newRawServer((socket) => socket.end())
    const refusal = await refusalOf(mailerTo(url).send(activation()))
    expect(refusal).toMatchObject({ ...UNAVAILABLE, cause: { code: 'ECONNECTION' } })
  })

  it('sends nothing once it is closed', async () => {
    const server = await newSmtpServer()
    const mailer = mailerTo(server.url)
    mailer.close()
    expect(await refusalOf(mailer.send(activation()))).toMatchObject(UNAVAILABLE)
    expect(server.received).toEqual([])
  })
})
