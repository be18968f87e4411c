import * as vitest from 'vitest'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OutboxMailer } from '#adapters/nodemailer/outbox-mailer.ts'
import { SmtpMailer } from '#adapters/nodemailer/smtp-mailer.ts'
import { readMail } from '#test/adapters/nodemailer/mime.ts'
import { FROM, openSmtpServer, PUBLIC_URL } from '#test/adapters/nodemailer/support.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { mailerContract, type ReceivedMail } from '#adapters/testing/contracts.ts'

const seen = (raw: string): ReceivedMail => {
  const { headers, text } = readMail(raw)
  return { to: headers.get('to') ?? '', text: `${headers.get('subject')}\n${text}` }
}

mailerContract(
  vitest,
  async () => {
    const server = await openSmtpServer()
    const mailer = new SmtpMailer({ url: server.url, from: FROM, publicUrl: PUBLIC_URL })
    let isOpen = true
    const shut = async (): Promise<void> => {
      if (isOpen) await server.close()
      isOpen = false
    }
    return {
      subject: { mailer, received: async () => server.received.map(({ raw }) => seen(raw)) },
      breakDown: shut,
      repair: async () => {
        await server.reopen()
        isOpen = true
      },
      close: async () => {
        mailer.close()
        await shut()
      },
    }
  },
  { name: 'by SMTP' },
)

mailerContract(
  vitest,
  async () => {
    const around = await mkdtemp(join(tmpdir(), 'soundhub-test-'))
    const [disk, away] = [join(around, 'disk'), join(around, 'away')]
    const directory = join(disk, 'outbox')
    await mkdir(directory, { recursive: true })
    const received = async () => {
      const names = (await readdir(directory)).toSorted()
      return Promise.all(names.map(async (name) => seen(await readFile(join(directory, name), 'utf8'))))
    }
    const options = { directory, from: FROM, publicUrl: PUBLIC_URL, now: () => NOON, onLink: () => undefined }
    return {
      subject: { mailer: new OutboxMailer(options), received },
      breakDown: async () => {
        await rename(disk, away)
        await writeFile(disk, 'a file where the folder should be')
      },
      repair: async () => {
        await rm(disk)
        await rename(away, disk)
      },
      close: () => rm(around, { recursive: true, force: true }),
    }
  },
  { name: 'into the outbox' },
)
