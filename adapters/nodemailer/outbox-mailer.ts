import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ResultAsync } from 'neverthrow'
import { createTransport } from 'nodemailer'
import type { Instant } from '#domain/shared/instant.ts'
import type { Mail, Mailer } from '#application/account/ports.ts'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { type Links, linksOf } from './mail-text.ts'
import { messageOf, type Sender } from './message.ts'

export type OutboxOptions = Sender & {
  /** Made when the first mail needs it. */
  readonly directory: string
  readonly now: () => Instant
  /** Told the links of each mail once it lies in the outbox. */
  readonly onLink: (told: OutboxLinks) => void
}

/** What somebody without a mail program needs of a mail. */
export type OutboxLinks = Links & Pick<Mail, 'kind'>

/** Turns a message into the bytes that would go over the wire. */
const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

/** Sends nothing: each mail is an `.eml` file (RFC 5322) in a directory, and the names sort by time. */
export class OutboxMailer implements Mailer {
  readonly #options: OutboxOptions
  #written = 0

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  send(mail: Mail): ResultAsync<void, Unavailable> {
    return ResultAsync.fromPromise(this.#send(mail), (cause) => unavailable('mail', cause))
  }

  async #send(mail: Mail): Promise<void> {
    const { directory, now, onLink, publicUrl } = this.#options
    const date = new Date(now())
    const name = this.#nameAt(date)
    const { message } = await composer.sendMail({ ...messageOf(mail, this.#options), date })
    await mkdir(directory, { recursive: true })
    await writeWhole(join(directory, name), join(directory, `.${name}.part`), message as Buffer)
    onLink({ kind: mail.kind, ...linksOf(mail, publicUrl) })
  }

  /** Mails of one millisecond keep their order within a process and differ between processes. */
  #nameAt(date: Date): string {
    const time = date.toISOString().replaceAll(/[-:]/g, '')
    const count = String(this.#written++).padStart(6, '0')
    return `${time}-${count}-${randomBytes(4).toString('hex')}.eml`
  }
}

/** Whoever watches the directory sees the file whole or not at all. */
const writeWhole = async (path: string, part: string, bytes: Buffer): Promise<void> => {
  try {
    await writeFile(part, bytes, { flag: 'wx', flush: true })
    await rename(part, path)
  } catch (cause) {
    await rm(part, { force: true })
    throw cause
  }
}
