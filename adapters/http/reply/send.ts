import type { Access } from '../endpoint/authorization.ts'
import type { HttpContext, HttpSettings } from '../dependencies.ts'
import { etagOf, isKnown } from './etag.ts'
import { type Headers, type Reply, respond } from './reply.ts'

/** On every answer: nothing is guessed, framed, told to other hosts or kept by a cache that was not told to. */
const COMMON_HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-site',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** For this host alone: what runs beside it under another name is not ours to promise. */
const TLS_HEADERS = { 'Strict-Transport-Security': 'max-age=31536000' }

const commonHeaders = ({ publicUrl }: Pick<HttpSettings, 'publicUrl'>): Headers =>
  publicUrl.startsWith('https:') ? { ...COMMON_HEADERS, ...TLS_HEADERS } : COMMON_HEADERS

/** Those of the answer, with the ones that every answer has. */
export const headersOf = ({ headers }: Reply, settings: Pick<HttpSettings, 'publicUrl'>): Headers => ({
  ...commonHeaders(settings),
  ...headers,
})

/** The answer as the runtime wants it. One object: the server is fastest with it. */
export const responseOf = (reply: Reply, settings: Pick<HttpSettings, 'publicUrl'>): Response =>
  new Response(reply.body as ConstructorParameters<typeof Response>[0], {
    status: reply.status,
    headers: headersOf(reply, settings),
  })

/** What a 304 keeps of the 200 it stands for, RFC 9110 §15.4.5. */
const NOT_MODIFIED_HEADERS = ['Cache-Control', 'Content-Location', 'ETag', 'Expires', 'Vary']

/** The client has it already. */
export const known = (headers: Headers): Reply =>
  respond(
    304,
    null,
    Object.fromEntries(Object.entries(headers).filter(([name]) => NOT_MODIFIED_HEADERS.includes(name))),
  )

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

const isCacheable = ({ status, headers }: Reply): boolean => status === 200 && headers['Cache-Control'] !== 'no-store'

/** Gives what is read a tag of its bytes, and nothing but the tag to whoever has it. */
const tagged = (context: HttpContext, reply: Reply): Reply => {
  const { body, status, headers } = reply
  if (body === null || body instanceof ReadableStream) return reply
  // Once: the bytes are hashed, counted and sent.
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  const { ETag = etagOf(bytes) } = headers
  if (isKnown(ETag, context.req.header('If-None-Match'))) return known({ ...headers, ETag })
  if (context.req.method === 'HEAD')
    return respond(status, null, { ...headers, ETag, 'Content-Length': String(bytes.length) })
  return respond(status, bytes, { ...headers, ETag })
}

/** What was answered to somebody is theirs. */
const isPersonal = (context: HttpContext, access: Access): boolean =>
  access !== 'anonymous' && context.req.header('Authorization') !== undefined

export type Send = (context: HttpContext, access: Access, reply: Reply) => Response

/**
 * The one way out. Every answer gets the headers of every answer, `Vary` for whatever it was chosen by, and, where it is
 * read and may be kept, its ETag and its 304: an endpoint does nothing for it.
 *
 * By hand, and measured (docs/decisions/2026-11-21-one-way-out.md): hono/etag and hono/secure-headers take an answer apart
 * that was whole, and the server then sends it as a stream.
 */
export const sending = (settings: Pick<HttpSettings, 'publicUrl' | 'corsOrigins'>): Send => {
  const variesByOrigin = settings.corsOrigins.length > 0 && !settings.corsOrigins.includes('*')

  const varyOf = (context: HttpContext, access: Access, { headers }: Reply): string =>
    [
      ...(access === 'anonymous' ? [] : ['Authorization']),
      // Where an origin is named, hono/cors says so itself.
      ...(variesByOrigin && context.req.header('Origin') === undefined ? ['Origin'] : []),
      ...(headers['Vary'] === undefined ? [] : [headers['Vary']]),
    ].join(', ')

  return (context, access, reply) => {
    const vary = varyOf(context, access, reply)
    const headers = {
      ...(isPersonal(context, access) && { 'Cache-Control': 'private, no-cache' }),
      ...reply.headers,
      ...(vary !== '' && { Vary: vary }),
    }
    const whole = { ...reply, headers }
    return responseOf(isRead(context.req.method) && isCacheable(whole) ? tagged(context, whole) : whole, settings)
  }
}
