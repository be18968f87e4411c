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
  /** Created with the first mail. */
  readonly directory: string
  readonly now: () => Instant
  /** Called with the links of each mail after the mail has been written. */
  readonly onLink: (links: OutboxLinks) => void
}

/** What a developer needs from a mail without opening it. */
export type OutboxLinks = Links & Pick<Mail, 'kind'>

/** Renders a message into the bytes that would go over the wire. */
const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

/** Sends nothing: writes each mail as an `.eml` file (RFC 5322) into a directory. The file names sort by time. */
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
    await writeAtomically(join(directory, name), join(directory, `.${name}.part`), message as Buffer)
    onLink({ kind: mail.kind, ...linksOf(mail, publicUrl) })
  }

  /** Names sort correctly within a millisecond and are unique across processes. */
  #nameAt(date: Date): string {
    const time = date.toISOString().replaceAll(/[-:]/g, '')
    const count = String(this.#written++).padStart(6, '0')
    return `${time}-${count}-${randomBytes(4).toString('hex')}.eml`
  }
}

/** A program that watches the directory sees the complete file or none. */
const writeAtomically = async (path: string, part: string, bytes: Buffer): Promise<void> => {
  try {
    await writeFile(part, bytes, { flag: 'wx', flush: true })
    await rename(part, path)
  } catch (cause) {
    await rm(part, { force: true })
    throw cause
  }
}
