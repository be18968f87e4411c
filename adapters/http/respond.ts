/** On every answer: nothing is guessed, framed, told to other hosts or kept by a cache that was not told to. */
const ON_EVERY_ANSWER = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-site',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** Header names spelled as in this file, since one spelled otherwise would stand beside the other. */
export type Headers = Readonly<Record<string, string>>

type ResponseBody = ConstructorParameters<typeof Response>[0]

/** The one place where answers are made, so that no answer is without its headers. */
export const respond = (status: number, body: ResponseBody, headers: Headers = {}): Response =>
  new Response(body, { status, headers: { ...ON_EVERY_ANSWER, ...headers } })

export const json = (status: number, value: unknown, headers: Headers = {}): Response =>
  respond(status, JSON.stringify(value), { 'Content-Type': 'application/json', ...headers })

/** 204: it is done, and there is nothing to say. */
export const nothing = (): Response => respond(204, null)

/** For answers that hold a secret, or are meant for one person at one moment. */
export const NOT_KEPT: Headers = { 'Cache-Control': 'no-store' }
