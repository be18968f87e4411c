import { err, errAsync, ok, okAsync } from 'neverthrow'
import type { Outcome } from '#application/shared/outcome.ts'
import type { NotAuthenticated, Session } from '#domain/account/session.ts'
import type { HttpContext, HttpDependencies, HttpSettings } from '../dependencies.ts'
import { cookieOf } from './session-cookie.ts'
import type { Trace } from './trace.ts'

/**
 * Who may call an endpoint. `user`: a valid session is required. `anyone`: a token is optional, but must be valid if
 * sent; a cookie need not be. `anonymous`: neither is looked at, so that a stale one does not prevent logging in.
 */
export type Access = 'user' | 'anyone' | 'anonymous'

/** What a request presents: the token of an app, or the page's cookie. */
export type Credential = { readonly by: 'token' | 'cookie'; readonly token: string }

const TOKEN = /^(?:token|bearer)(?: +(.*))?$/i

/** The token of `Authorization: Token <token>` or `Bearer <token>`; `null` without such a header. */
export const tokenIn = (authorization: string | undefined): string | null => {
  const found = authorization === undefined ? null : TOKEN.exec(authorization.trim())
  return found === null ? null : (found[1] ?? '').trim()
}

/** A token wins over a cookie, which is not looked at then. */
export const credentialOf = (context: HttpContext, settings: Pick<HttpSettings, 'publicUrl'>): Credential | null => {
  const token = tokenIn(context.req.header('Authorization'))
  if (token !== null) return { by: 'token', token }
  const cookie = cookieOf(context, settings)
  return cookie === null ? null : { by: 'cookie', token: cookie }
}

/**
 * The session of a request, as far as the endpoint needs one. A browser sends a cookie whether or not its session is over, so
 * where a session is optional, it counts as none then.
 */
export const sessionFor = (
  { soundhub }: Pick<HttpDependencies, 'soundhub'>,
  access: Access,
  credential: Credential | null,
  trace: Trace,
): Outcome<Session | null, NotAuthenticated> => {
  if (access === 'anonymous') return okAsync(null)
  if (credential === null) return access === 'user' ? errAsync({ type: 'NotAuthenticated' }) : okAsync(null)
  if (credential.by === 'token') return soundhub.accounts.authenticate(credential.token)
  const onRenewed = (): void => void (trace.cookie = 'renewed')
  return soundhub.accounts.authenticate(credential.token, onRenewed).orElse((refusal) => {
    if (refusal.type !== 'NotAuthenticated') return err(refusal)
    trace.cookie = 'over'
    return access === 'anyone' ? ok(null) : err(refusal)
  })
}
