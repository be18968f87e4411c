import { ok, safeTry } from 'neverthrow'
import { LIMITS, type LimitedAction, type TooManyAttempts } from '#domain/account/limits.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Language } from '../shared/system.ts'
import type { RateLimiter } from './ports.ts'

/** Who asks, as far as it is known without an account. */
export type Caller = {
  /** What one client is counted under: an IPv4 address, or the /64 of an IPv6 one. */
  readonly client: string
  readonly language: Language
  /** What the client says it is, for the owner's list of sessions. */
  readonly device: string
}

type PerClientAction = 'provider-log-in'

type LimitedCall =
  | { readonly limited: Exclude<LimitedAction, PerClientAction>; readonly caller: Caller; readonly email: EmailAddress }
  | { readonly limited: PerClientAction; readonly caller: Caller; readonly email: null }

const keysOf = ({ limited, caller, email }: LimitedCall) => {
  const names = { pair: `${email} ${caller.client}`, address: `${email}`, client: caller.client }
  return Object.entries(LIMITS[limited]).map(([by, limit]) => ({
    key: `${limited} by ${by}: ${names[by as keyof typeof names]}`,
    limit,
  }))
}

/** Uses up one of what the address and the client may ask. */
export const consumeLimit = (rateLimiter: RateLimiter, what: LimitedCall): Outcome<void, TooManyAttempts> =>
  safeTry(async function* () {
    for (const { key, limit } of keysOf(what)) yield* rateLimiter.consume(key, limit)
    return ok()
  })

/** Refused where nothing is left, and uses up nothing. */
export const checkLimit = (rateLimiter: RateLimiter, what: LimitedCall): Outcome<void, TooManyAttempts> =>
  safeTry(async function* () {
    for (const { key, limit } of keysOf(what)) yield* rateLimiter.check(key, limit)
    return ok()
  })
