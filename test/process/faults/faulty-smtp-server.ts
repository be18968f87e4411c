import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** How a mail server can fail one mail. Those that end with `taken` have it all the same, and their client cannot know. */
export const SMTP_FAULTS = [
  'answers 451 to the recipient',
  'answers 550 to the recipient',
  'answers 452 to the mail',
  'answers 554 to the mail',
  'hangs at the recipient',
  'hangs up amid the mail',
  'hangs up with the mail taken',
  'hangs with the mail taken',
] as const
export type SmtpFault = (typeof SMTP_FAULTS)[number]

/** A mail server whose next fault for a recipient is whatever is planned. */
export type FaultySmtpServer = {
  readonly url: string
  /** The faults that come to the mails of this address, in order; then it is well. */
  plan(address: string, faults: readonly SmtpFault[]): void
  /** From now on nothing fails. */
  mend(): void
  /** How often this address has got a mail. */
  delivered(address: string): number
  /** How often mails to this address failed. */
  failed(address: string): number
  close(): Promise<void>
}

const answer = (responseCode: number): Error => Object.assign(new Error('as planned'), { responseCode })

const count = (counts: Map<string, number>, address: string): void =>
  void counts.set(address, (counts.get(address) ?? 0) + 1)

/** Listens on loopback. */
export const openFaultySmtpServer = async (): Promise<FaultySmtpServer> => {
  const planned = new Map<string, SmtpFault[]>()
  const delivered = new Map<string, number>()
  const failed = new Map<string, number>()

  /** The next fault, if it is one of these. */
  const failsNow = (address: string, among: RegExp): SmtpFault | null => {
    const next = planned.get(address)?.[0]
    if (next === undefined || !among.test(next)) return null
    planned.get(address)!.shift()
    count(failed, address)
    return next
  }

  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const fault = failsNow(address, /the recipient$/)
      if (fault?.startsWith('hangs')) return
      done(fault === null ? null : answer(Number(/\d+/.exec(fault)?.[0])))
    },
    onData: (stream, session, done) => {
      const address = session.envelope.rcptTo[0]!.address
      const fault = failsNow(address, /mail/)
      if (fault === 'hangs up amid the mail') {
        stream.once('data', () => hangUp(session))
        stream.on('end', () => undefined)
        return
      }
      stream.resume()
      stream.on('end', () => {
        if (fault === null || fault.endsWith('taken')) count(delivered, address)
        if (fault === null) done()
        else if (fault === 'hangs up with the mail taken') hangUp(session)
        else if (fault.startsWith('answers')) done(answer(Number(/\d+/.exec(fault)?.[0])))
      })
    },
  })
  server.on('error', () => undefined)
  const hangUp = ({ id }: Pick<SMTPServerSession, 'id'>): void => {
    for (const connection of server.connections as Set<{ id: string; close(): void }>)
      if (connection.id === id) connection.close()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    plan: (address, faults) => void planned.set(address, [...faults]),
    mend: () => planned.clear(),
    delivered: (address) => delivered.get(address) ?? 0,
    failed: (address) => failed.get(address) ?? 0,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.server.close(() => resolve()))
      for (const connection of server.connections as Set<{ close(): void }>) connection.close()
      await closed
    },
  }
}
