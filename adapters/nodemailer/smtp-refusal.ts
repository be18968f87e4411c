type Told = {
  readonly message: string
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

/** What a mail server answered, by its codes (RFC 5321, 4.2; RFC 3463). */
export class SmtpRefusal extends Error {
  override readonly name = 'SmtpRefusal'
  readonly code: string | undefined
  readonly command: string | undefined
  readonly responseCode: number | undefined
  readonly status: string | undefined

  constructor({ code, command, responseCode, response }: Told) {
    super(`the mail server answered ${responseCode ?? 'what is no answer'} to ${command ?? 'its client'}`)
    this.code = code
    this.command = command
    this.responseCode = responseCode
    this.status = response?.match(/\b[245]\.\d{1,3}\.\d{1,3}\b/)?.[0]
  }
}

const hasWordsOfTheServer = (cause: unknown): cause is Told =>
  cause instanceof Error && ('response' in cause || 'responseCode' in cause)

/** The cause for the log. A server's own words may quote the mail with its keys, and stay out of it. */
export const withoutMessage = (cause: unknown): unknown => (hasWordsOfTheServer(cause) ? new SmtpRefusal(cause) : cause)
