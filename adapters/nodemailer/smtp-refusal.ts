type SmtpError = {
  readonly message: string
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

/** A mail server's refusal, reduced to its codes (RFC 5321, 4.2; RFC 3463). */
export class SmtpRefusal extends Error {
  override readonly name = 'SmtpRefusal'
  readonly code: string | undefined
  readonly command: string | undefined
  readonly responseCode: number | undefined
  readonly status: string | undefined

  constructor({ code, command, responseCode, response }: SmtpError) {
    super(`the mail server answered ${responseCode ?? 'without a code'} to ${command ?? 'the connection'}`)
    this.code = code
    this.command = command
    this.responseCode = responseCode
    this.status = response?.match(/\b[245]\.\d{1,3}\.\d{1,3}\b/)?.[0]
  }
}

const hasServerResponse = (cause: unknown): cause is SmtpError =>
  cause instanceof Error && ('response' in cause || 'responseCode' in cause)

/** The cause for the log, without the server's message, which may quote the mail and the keys in it. */
export const withoutMessage = (cause: unknown): unknown => (hasServerResponse(cause) ? new SmtpRefusal(cause) : cause)
