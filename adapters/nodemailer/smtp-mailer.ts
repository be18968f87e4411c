import { ResultAsync } from 'neverthrow'
import { createTransport } from 'nodemailer'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import type { Mail, Mailer } from '#application/account/ports.ts'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { messageOf, type Sender } from './message.ts'
import { withoutMessage } from './smtp-refusal.ts'

const DEFAULT_PATIENCE = 10 * SECOND
/** A mail is a handful of steps, each with the patience of one; a server that trickles its answers ends here. */
const STEPS_A_MAIL = 3
/** A kept connection may turn out to be closed by the server; then the mail takes another one. */
const MOST_RECONNECTS = 2

const transportTo = (url: string, patience: Milliseconds) =>
  createTransport({
    url,
    pool: true,
    maxRequeues: MOST_RECONNECTS,
    // Until the greeting, the name's lookup included; then for each silence.
    connectionTimeout: patience,
    socketTimeout: patience,
  })

/** Hands mails to an SMTP server (RFC 5321) over a few connections that are kept for the next mail. */
export class SmtpMailer implements Mailer {
  readonly #transport: ReturnType<typeof transportTo>
  readonly #sender: Sender
  readonly #patience: Milliseconds

  /** `url` is `smtp(s)://user:password@host:port`; `patience` is how long the server may take for one step. */
  constructor(options: Sender & { readonly url: string; readonly patience?: Milliseconds }) {
    this.#sender = options
    this.#patience = options.patience ?? DEFAULT_PATIENCE
    this.#transport = transportTo(options.url, this.#patience)
  }

  send(mail: Mail): ResultAsync<void, Unavailable> {
    return ResultAsync.fromPromise(this.#send(mail), (cause) => unavailable('mail', withoutMessage(cause)))
  }

  /** Lets go of idle connections, and of the others when their mail is through. No mail can be sent afterwards. */
  close(): void {
    this.#transport.close()
  }

  async #send(mail: Mail): Promise<void> {
    const signal = AbortSignal.timeout(this.#patience * STEPS_A_MAIL)
    await this.#transport.sendMail({ ...messageOf(mail, this.#sender), signal })
  }
}
