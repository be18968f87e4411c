import { cors } from 'hono/cors'
import type { HttpApp, HttpSettings } from '../dependencies.ts'
import { respond } from './reply.ts'
import { responseOf } from './send.ts'

/** What a page may read of an answer beside what any page may. */
const EXPOSED_HEADERS = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Language',
  'Content-Length',
  'Content-Range',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
]

/** What a page may send beside what any page may. */
const ALLOWED_HEADERS = [
  'Accept-Language',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'If-Range',
  'Range',
]

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Browsers keep it no longer than two hours. */
const PREFLIGHT_SECONDS = 7200

/**
 * Lets pages of other origins in. Never with cookies: whoever calls shows a token, so a page can do nothing that it was not
 * given a token for. Nothing is mounted where no origin is allowed, and nothing is done where none calls.
 */
export const crossOrigin = (app: HttpApp, settings: Pick<HttpSettings, 'publicUrl' | 'corsOrigins'>): void => {
  const origins = settings.corsOrigins
  if (origins.length === 0) return
  const open = cors({
    origin: origins.includes('*') ? '*' : [...origins],
    allowMethods: METHODS,
    allowHeaders: ALLOWED_HEADERS,
    exposeHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
  })
  app.use(async (context, next) => {
    if (context.req.header('Origin') === undefined) return next()
    const preflight = await open(context, next)
    return preflight instanceof Response
      ? responseOf(respond(preflight.status, null, Object.fromEntries(preflight.headers)), settings)
      : undefined
  })
}
