import type { Access, Credential } from '../endpoint/authorization.ts'
import { setCookieOf } from '../endpoint/session-cookie.ts'
import type { HttpContext, HttpSettings } from '../dependencies.ts'
import { etagOf, isKnown } from './etag.ts'
import { type Headers, type Reply, respond } from './reply.ts'

/** Headers of every response: no sniffing, no framing, no referrer, no caching without revalidation. */
const COMMON_HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-site',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** Only for this host and not for its subdomains. */
const TLS_HEADERS = { 'Strict-Transport-Security': 'max-age=31536000' }

const commonHeaders = ({ publicUrl }: Pick<HttpSettings, 'publicUrl'>): Headers =>
  publicUrl.startsWith('https:') ? { ...COMMON_HEADERS, ...TLS_HEADERS } : COMMON_HEADERS

/** The headers of the reply and the common ones. */
export const headersOf = ({ headers }: Reply, settings: Pick<HttpSettings, 'publicUrl'>): Headers => ({
  ...commonHeaders(settings),
  ...headers,
})

/** The reply as a `Response`. Headers are one plain object, which the server handles fastest. */
export const responseOf = (reply: Reply, settings: Pick<HttpSettings, 'publicUrl'>): Response =>
  new Response(reply.body as ConstructorParameters<typeof Response>[0], {
    status: reply.status,
    headers: headersOf(reply, settings),
  })

/** Headers that a 304 repeats (RFC 9110 §15.4.5). */
const NOT_MODIFIED_HEADERS = ['Cache-Control', 'Content-Location', 'ETag', 'Expires', 'Vary']

/** 304 Not Modified. */
export const known = (headers: Headers): Reply =>
  respond(
    304,
    null,
    Object.fromEntries(Object.entries(headers).filter(([name]) => NOT_MODIFIED_HEADERS.includes(name))),
  )

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

const isCacheable = ({ status, headers }: Reply): boolean => status === 200 && headers['Cache-Control'] !== 'no-store'

/** Adds the ETag, and turns the reply into a 304 if the client has it already. */
const tagged = (context: HttpContext, reply: Reply): Reply => {
  const { body, status, headers } = reply
  if (body === null || body instanceof ReadableStream) return reply
  // Encoded once, then hashed, counted and sent.
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  const { ETag = etagOf(bytes) } = headers
  if (isKnown(ETag, context.req.header('If-None-Match'))) return known({ ...headers, ETag })
  if (context.req.method === 'HEAD')
    return respond(status, null, { ...headers, ETag, 'Content-Length': String(bytes.length) })
  return respond(status, bytes, { ...headers, ETag })
}

/** Whether the response belongs to one user. */
const isPersonal = (context: HttpContext, access: Access, credential: Credential | null): boolean =>
  access !== 'anonymous' && (credential !== null || context.req.header('Authorization') !== undefined)

const privately = (cached = 'no-cache'): string => {
  if (cached === 'no-store' || cached.startsWith('private')) return cached
  return cached.startsWith('public') ? 'private, no-cache' : `private, ${cached}`
}

/** A cookie is one person's, so a response that sets it is in no shared cache, whatever else it contains. */
const withSetCookie = ({ cookie, ...reply }: Reply, settings: Pick<HttpSettings, 'publicUrl'>): Reply => {
  if (cookie === undefined) return reply
  const { headers } = reply
  const changed = { 'Cache-Control': privately(headers['Cache-Control']), 'Set-Cookie': setCookieOf(cookie, settings) }
  return { ...reply, headers: { ...headers, ...changed } }
}

/** `credential` is what the request presented, if the endpoint looked at it. */
export type Send = (context: HttpContext, access: Access, reply: Reply, credential?: Credential | null) => Response

/**
 * The one place that sends responses. It adds the common headers, `Vary`, and for cacheable reads the ETag and the 304.
 * Written by hand after measuring (docs/decisions/2026-11-21-one-way-out.md): hono/etag and hono/secure-headers take a
 * finished response apart, which the server then sends as a stream.
 */
export const sending = (settings: Pick<HttpSettings, 'publicUrl' | 'corsOrigins'>): Send => {
  const variesByOrigin = settings.corsOrigins.length > 0 && !settings.corsOrigins.includes('*')

  const varyOf = (context: HttpContext, access: Access, { headers }: Reply): string =>
    [
      ...(access === 'anonymous' ? [] : ['Authorization', 'Cookie']),
      // If there is an Origin header, hono/cors adds it.
      ...(variesByOrigin && context.req.header('Origin') === undefined ? ['Origin'] : []),
      ...(headers['Vary'] === undefined ? [] : [headers['Vary']]),
    ].join(', ')

  return (context, access, reply, credential = null) => {
    const vary = varyOf(context, access, reply)
    const headers = {
      ...(isPersonal(context, access, credential) && { 'Cache-Control': 'private, no-cache' }),
      ...reply.headers,
      ...(vary !== '' && { Vary: vary }),
    }
    const whole = { ...reply, headers }
    const sent = isRead(context.req.method) && isCacheable(whole) ? tagged(context, whole) : whole
    return responseOf(
      reply.cookie === undefined ? sent : withSetCookie({ ...sent, cookie: reply.cookie }, settings),
      settings,
    )
  }
}
