import { basePath } from 'hono/route'
import type { HttpContext, HttpSettings } from './dependencies.ts'

/** The public URL of a path of this server. */
export const publicUrlOf = (settings: Pick<HttpSettings, 'publicUrl'>, path: string): string =>
  `${settings.publicUrl.replace(/\/+$/, '')}${path}`

/** The path of a request inside this app, without what it is mounted under by `app.route(...)`. */
export const pathOf = (context: HttpContext): string => {
  const base = basePath(context)
  const { path } = context.req
  return base !== '/' && path.startsWith(base) ? path.slice(base.length) || '/' : path
}

/** The URL of a request as if this app were mounted at the root. */
export const urlOf = (context: HttpContext): string => {
  const { url } = context.req
  const path = pathOf(context)
  if (path === context.req.path) return url
  const { origin, search } = new URL(url)
  return `${origin}${path}${search}`
}
