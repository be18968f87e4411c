import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { type MailKind, MAILS } from '#domain/account/mail.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { Secret } from '#domain/account/secret.ts'
import type { MailId } from '#domain/shared/id.ts'
import type { Mail } from '#application/account/ports.ts'

export const PUBLIC_URL = 'https://soundhub.example'
export const FROM = 'Soundhub <no-reply@soundhub.example>'
const SECRET = '0123456789abcdef0123456789abcdef01234567' as Secret
const REPORT = '89abcdef0123456789abcdef0123456789abcdef' as Secret
export const LINK = `${PUBLIC_URL}/user/activate?activation_key=${SECRET}`
export const NOT_ME_LINK = `${PUBLIC_URL}/user/not_me?activation_key=${REPORT}`
export const MESSAGE_ID = '<letter-7@soundhub.example>'

/** A mail of this kind to Mina; its links carry the keys in {@link LINK} and {@link NOT_ME_LINK}. */
export const mailOf = (
  kind: MailKind,
  given: { nickname?: string; language?: Mail['language']; to?: string; mailId?: number } = {},
): Mail => ({
  kind,
  mailId: (given.mailId ?? 7) as MailId,
  to: (given.to ?? 'mina@example.org') as EmailAddress,
  nickname: (given.nickname ?? '미나') as Nickname,
  language: given.language ?? 'en',
  secret: MAILS[kind].opens === null ? null : SECRET,
  reportNotMe: REPORT,
})

export const activation = (given: Parameters<typeof mailOf>[1] = {}): Mail => mailOf('activation', given)

export type ReceivedMail = { readonly raw: string; readonly recipients: readonly string[] }

/** An SMTP server on loopback that goes with its test and takes everything, but for what the options say. */
export const newSmtpServer = async (options: SMTPServerOptions = {}, judge?: Judge) => {
  const server = await openSmtpServer(options, judge)
  onTestFinished(server.close)
  return server
}

/** What a server says of a mail that has arrived: `null` takes it over. */
export type Judge = (mail: ReceivedMail) => Error | null

/** The same, to be closed by whoever opens it. */
export const openSmtpServer = async (options: SMTPServerOptions = {}, judge: Judge = () => null) => {
  const received: ReceivedMail[] = []
  let connections = 0
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect: (_, done) => {
      connections++
      done()
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        const mail = { raw: Buffer.concat(pieces).toString(), recipients }
        received.push(mail)
        done(judge(mail))
      })
    },
    ...options,
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const hangUp = (): void => {
    for (const connection of server.connections) connection.close()
  }
  const close = (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.server.close(() => resolve()))
    hangUp()
    return closed
  }
  await listen(0)
  const { port } = server.server.address() as AddressInfo
  const reopen = () => listen(port)
  return { url: `smtp://127.0.0.1:${port}`, received, connections: () => connections, hangUp, close, reopen }
}

/** A server that speaks as told, which need not be SMTP. */
export const newRawServer = async (greet: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    greet(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A loopback port where nobody listens. */
export const closedPort = async (): Promise<string> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `smtp://127.0.0.1:${port}`
}
