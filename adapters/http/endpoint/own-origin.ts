import type { HttpContext, HttpSettings } from '../dependencies.ts'

/** A page sends it to be given a cookie. Another origin can send it only after a preflight, which does not grant it. */
export const SESSION_HEADER = 'Soundhub-Session'

/** Whether the request asks for the session to be a cookie. */
export const asksForCookie = (context: HttpContext): boolean => context.req.header(SESSION_HEADER) === 'cookie'

/** Whether the method promises to change nothing. */
export const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** On plain HTTP, such as `http://localhost:8000`. */
const isLoopback = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && LOOPBACK.test(hostname)

/**
 * Whether a page of this server sends the request. The server of one machine may be opened under each of the machine's own
 * names and at any port, but under no other name: that could be a stranger's that leads to this machine.
 */
export const isOwnOrigin = (request: Request, { publicUrl }: Pick<HttpSettings, 'publicUrl'>): boolean => {
  const origin = request.headers.get('Origin')
  if (origin === null) return false
  const own = new URL(publicUrl)
  if (origin === own.origin) return true
  const asked = new URL(request.url)
  return isLoopback(own) && isLoopback(asked) && origin === asked.origin
}

/**
 * Whether a read is one of our own page. A browser sends the cookie along with a link on any page, and with an image on a page of
 * the same site, but says so, and sends the header for nobody else.
 */
export const isOwnRead = (context: HttpContext): boolean =>
  asksForCookie(context) || context.req.header('Sec-Fetch-Site') === 'same-origin'
