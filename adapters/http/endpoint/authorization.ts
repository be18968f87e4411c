import { errAsync, okAsync } from 'neverthrow'
import type { Outcome } from '#application/shared/outcome.ts'
import type { NotAuthenticated, Session } from '#domain/account/session.ts'
import type { HttpDependencies } from '../dependencies.ts'

/**
 * Who may call an endpoint: a `user` has to show a token; `anyone` need not, but a token that is shown has to be good;
 * `nobody in particular` is not asked, so that a stale token in an app keeps nobody from logging in.
 */
export type Access = 'user' | 'anyone' | 'anonymous'

const TOKEN = /^(?:token|bearer)(?: +(.*))?$/i

/** The key of `Authorization: Token <key>` or `Bearer <key>`; `null` where no such header is sent. */
export const tokenIn = (authorization: string | undefined): string | null => {
  const found = authorization === undefined ? null : TOKEN.exec(authorization.trim())
  return found === null ? null : (found[1] ?? '').trim()
}

/** The session that a request may use. */
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
