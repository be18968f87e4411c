import { ResultAsync } from 'neverthrow'
import { createTransport } from 'nodemailer'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import type { Mail, Mailer } from '#application/account/ports.ts'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { messageOf, type Sender } from './message.ts'
import { withoutMessage } from './smtp-refusal.ts'

const DEFAULT_TIMEOUT = 10 * SECOND
/** Limits a whole mail, in case a server answers each step slowly but within its timeout. */
const TIMEOUTS_PER_MAIL = 3
/** The server may have closed a pooled connection; then the mail is retried on another one. */
const MAX_RECONNECTS = 2

const transportTo = (url: string, timeout: Milliseconds) =>
  createTransport({
    url,
    pool: true,
    maxRequeues: MAX_RECONNECTS,
    // The first covers everything up to the greeting, DNS included; the second, each wait for a response.
    connectionTimeout: timeout,
    socketTimeout: timeout,
  })

/** Sends mails through an SMTP server (RFC 5321) over a small connection pool. */
export class SmtpMailer implements Mailer {
  readonly #transport: ReturnType<typeof transportTo>
  readonly #sender: Sender
  readonly #timeout: Milliseconds

  /** `url` is `smtp(s)://user:password@host:port`; `timeout` applies to each SMTP step. */
  constructor(options: Sender & { readonly url: string; readonly timeout?: Milliseconds }) {
    this.#sender = options
    this.#timeout = options.timeout ?? DEFAULT_TIMEOUT
    this.#transport = transportTo(options.url, this.#timeout)
  }

  send(mail: Mail): ResultAsync<void, Unavailable> {
    return ResultAsync.fromPromise(this.#send(mail), (cause) => unavailable('mail', withoutMessage(cause)))
  }

  /** Whether the server can be reached and takes the user and password of the URL. Sends nothing. */
  verify(): Outcome<void> {
    return ResultAsync.fromPromise(this.#transport.verify(), (cause) => unavailable('mail', withoutMessage(cause))).map(
      () => undefined,
    )
  }

  /** Closes idle connections at once and busy ones after their mail. No mail can be sent afterwards. */
  close(): void {
    this.#transport.close()
  }

  async #send(mail: Mail): Promise<void> {
    const signal = AbortSignal.timeout(this.#timeout * TIMEOUTS_PER_MAIL)
    await this.#transport.sendMail({ ...messageOf(mail, this.#sender), signal })
  }
}
