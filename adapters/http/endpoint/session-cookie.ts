import type { HttpContext, HttpSettings } from '../dependencies.ts'
import { SECOND } from '#domain/shared/instant.ts'
import { SESSION_LIFETIME } from '#domain/account/session.ts'

type PublicUrl = Pick<HttpSettings, 'publicUrl'>

const isSecure = ({ publicUrl }: PublicUrl): boolean => publicUrl.startsWith('https:')

/**
 * The name of the page's cookie. With the prefix a browser takes it from this host alone and over TLS (RFC 6265bis §4.1.3.2);
 * without TLS it would refuse it.
 */
export const cookieNameOf = (settings: PublicUrl): string => (isSecure(settings) ? '__Host-soundhub' : 'soundhub')

const isBlank = (header: string, at: number): boolean => header[at] === ' ' || header[at] === '\t'

/**
 * The value of the first cookie of this name in a `Cookie` header, or `null`. Only spaces and tabs are skipped: who trimmed more
 * would take a cookie whose name begins with another blank, which any subdomain may set, for one with the prefix.
 */
export const cookieIn = (header: string, name: string): string | null => {
  const wanted = `${name}=`
  for (let at = 0; at < header.length;) {
    const semicolon = header.indexOf(';', at)
    const end = semicolon === -1 ? header.length : semicolon
    while (isBlank(header, at)) at += 1
    if (header.startsWith(wanted, at)) return header.slice(at + wanted.length, end).trimEnd()
    at = end + 1
  }
  return null
}

/** The cookie that a request presents; `null` without one. */
export const cookieOf = (context: HttpContext, settings: PublicUrl): string | null => {
  const header = context.req.header('Cookie')
  return header === undefined ? null : cookieIn(header, cookieNameOf(settings))
}

/** What a response does to the cookie. */
export type CookieChange = { readonly token: string } | 'clear'

/** The `Set-Cookie` of a change. A cookie lives as long as a session that was just used. */
export const setCookieOf = (change: CookieChange, settings: PublicUrl): string => {
  const [value, seconds] = change === 'clear' ? ['', 0] : [change.token, SESSION_LIFETIME / SECOND]
  const secure = isSecure(settings) ? '; Secure' : ''
  // The prefix demands this path, wherever the app is mounted.
  return `${cookieNameOf(settings)}=${value}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure}`
}
