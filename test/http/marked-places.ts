import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { containerOf, open } from '#bootstrap/container.ts'
import { startServer } from '#bootstrap/server.ts'
import { readSettings } from '#bootstrap/settings.ts'
import type { Soundhub } from '#application/soundhub.ts'
import { APP, openGraphServer } from '../adapters/facebook/graph-server.ts'
import { openKeyServer } from '../adapters/google/key-server.ts'
import { CLIENT, newKey } from '../adapters/google/tokens.ts'
import { readMail } from '../adapters/nodemailer/mime.ts'
import type { SMTPServerOptions } from 'smtp-server'
import { type Judge, openSmtpServer } from '../adapters/nodemailer/support.ts'
import { freePort } from '../process/free-port.ts'

/** What has arrived by SMTP. */
export type ReceivedMails = {
  /** The text of the newest mail to the address whose subject has these words. */
  newest(address: string, words: RegExp): string | undefined
  /** Each as it came, and as it reads. */
  all(): readonly string[]
}

/** A mailbox that takes nothing, and says so. */
export const REFUSED = 'refused@example.org'

/** A mailbox whose server refuses what it has read, and quotes it. */
export const QUOTED = 'quoted@example.org'

const quoting: Judge = ({ raw, recipients }) => {
  const words = readMail(raw).text.replaceAll(/\s+/g, ' ')
  return recipients.includes(QUOTED) ? Object.assign(new Error(`not wanted: ${words}`), { responseCode: 554 }) : null
}

const noMailbox: SMTPServerOptions['onRcptTo'] = ({ address }, _, done) =>
  done(address === REFUSED ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null)

const openMail = async () => {
  const server = await openSmtpServer({ onRcptTo: noMailbox }, quoting)
  const mails: ReceivedMails = {
    newest: (address, words) =>
      server.received
        .filter(({ recipients }) => recipients.includes(address))
        .map(({ raw }) => readMail(raw))
        .findLast(({ headers }) => words.test(headers.get('subject') ?? ''))?.text,
    all: () =>
      server.received.map(({ raw }) => {
        const { headers, text, html } = readMail(raw)
        return [raw, ...headers.values(), text, html].join('\n')
      }),
  }
  return { server, mails }
}

const openLog = () => {
  const lines: string[] = []
  const stream = new Writable({
    write: (line, _, done) => {
      lines.push(String(line))
      done()
    },
  })
  return { lines, log: pino({ level: 'trace' }, stream) }
}

/** A whole server on PGlite whose every line of log is kept, between a mail server and stand-ins of Google and Facebook. */
export const openMarkedPlace = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-secrets-'))
  const [{ server: smtp, mails }, graph, key] = [await openMail(), await openGraphServer(), await newKey('RS256', 'k1')]
  const keys = await openKeyServer([key.jwk])
  const port = await freePort()
  const settings = readSettings({
    LOG_LEVEL: 'trace',
    PORT: String(port),
    PUBLIC_URL: 'https://soundhub.example',
    DATA_DIR: folder,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Soundhub <no-reply@soundhub.example>',
    GOOGLE_CLIENT_IDS: CLIENT,
    GOOGLE_JWKS_URL: keys.url,
    FACEBOOK_APP_ID: APP.id,
    FACEBOOK_APP_SECRET: APP.secret,
    FACEBOOK_GRAPH_URL: graph.url,
  })._unsafeUnwrap()
  const { lines, log } = openLog()
  const container = containerOf(settings, 'persistent', log)
  const server = await startServer(container)
  const { soundhub } = await open(container, ['soundhub'])
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    soundhub: soundhub satisfies Soundhub,
    mails,
    lines,
    key,
    keys,
    graph,
    /** The server first, so that the folder is at rest. */
    closeServer: () => server.close(),
    close: async () => {
      await smtp.close()
      await graph.close()
      await keys.close()
      await rm(folder, { recursive: true })
    },
  }
}

export type MarkedPlace = Awaited<ReturnType<typeof openMarkedPlace>>
