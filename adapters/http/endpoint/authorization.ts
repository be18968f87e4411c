import { errAsync, okAsync } from 'neverthrow'
import type { Outcome } from '#application/shared/outcome.ts'
import type { NotAuthenticated, Session } from '#domain/account/session.ts'
import type { HttpDependencies } from '../dependencies.ts'

/**
 * Who may call an endpoint. `user`: a valid token is required. `anyone`: a token is optional, but must be valid if
 * sent. `anonymous`: a token is not looked at, so that a stale one in an app does not prevent logging in.
 */
export type Access = 'user' | 'anyone' | 'anonymous'

const TOKEN = /^(?:token|bearer)(?: +(.*))?$/i

/** The token of `Authorization: Token <token>` or `Bearer <token>`; `null` without such a header. */
export const tokenIn = (authorization: string | undefined): string | null => {
  const found = authorization === undefined ? null : TOKEN.exec(authorization.trim())
  return found === null ? null : (found[1] ?? '').trim()
}

/** The session of a request, as far as the endpoint needs one. */
export const sessionFor = (
  { soundhub }: Pick<HttpDependencies, 'soundhub'>,
  access: Access,
  authorization: string | undefined,
): Outcome<Session | null, NotAuthenticated> => {
  if (access === 'anonymous') return okAsync(null)
  const token = tokenIn(authorization)
  if (token !== null) return soundhub.accounts.authenticate(token)
  return access === 'user' ? errAsync({ type: 'NotAuthenticated' }) : okAsync(null)
}
