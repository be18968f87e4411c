import { cors } from 'hono/cors'
import type { HttpApp, HttpContext, HttpSettings } from '../dependencies.ts'
import { respond } from './reply.ts'
import { responseOf } from './send.ts'

/** Response headers a page may read beside the safelisted ones. */
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
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Expires',
  'Upload-Length',
  'Upload-Offset',
  'WWW-Authenticate',
]

/** Request headers a page may send beside the safelisted ones. */
const ALLOWED_HEADERS = [
  'Accept-Language',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'If-Range',
  'Range',
  'Tus-Resumable',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
]

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Browsers cache a preflight for at most two hours. */
const PREFLIGHT_SECONDS = 7200

/**
 * CORS for the allowed origins, without credentials: callers authenticate with tokens. Nothing is mounted if no origin
 * is allowed. Preflights are answered here and never get to an endpoint.
 */
export const crossOrigin = (
  app: HttpApp,
  settings: Pick<HttpSettings, 'publicUrl' | 'corsOrigins'>,
  observed: (context: HttpContext, preflight: Response) => Response,
): void => {
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
      ? observed(context, responseOf(respond(preflight.status, null, Object.fromEntries(preflight.headers)), settings))
      : undefined
  })
}
