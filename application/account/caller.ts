import { err, ok, safeTry } from 'neverthrow'
import {
  type LimitedAction,
  type LimitedBy,
  limitsOf,
  type Quota,
  type TooManyAttempts,
} from '#domain/account/rate-limits.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Language } from '../shared/system.ts'
import type { RateLimiter } from './ports.ts'

/** Who calls, as far as it is known without an account. */
export type Caller = {
  /** What one client is limited under, such as its IP address. `null` if it is not known: then each e-mail address has one limit for all clients. */
  readonly client: string | null
  readonly language: Language
  /** What the client calls itself, for the owner's list of sessions. */
  readonly device: string
  /**
   * Told what is left of each limit that the client has to itself, whenever an attempt is counted or checked. What is left of the
   * limit of an address is nobody's to know: it tells whether others try it.
   */
  readonly onQuota?: ((by: Exclude<LimitedBy, 'address'>, quota: Quota) => void) | undefined
}

/** A caller of whom nothing is known. */
export const ANONYMOUS: Caller = { client: null, language: 'en', device: '' }

type PerClientAction = 'provider-log-in'

type LimitedCall =
  | { readonly limited: Exclude<LimitedAction, PerClientAction>; readonly caller: Caller; readonly email: EmailAddress }
  | { readonly limited: PerClientAction; readonly caller: Caller; readonly email: null }

const keysOf = ({ limited, caller, email }: LimitedCall) => {
  const names = {
    pair: `${email} ${caller.client ?? 'from unknown clients'}`,
    address: `${email}`,
    client: caller.client,
  }
  return limitsOf(limited, caller.client !== null).map(([by, limit]) => ({
    by,
    key: `${limited} by ${by}: ${names[by]}`,
    limit,
  }))
}

const tell = ({ client, onQuota }: Caller, by: LimitedBy, quota: Quota): void => {
  if (client !== null && by !== 'address') onQuota?.(by, quota)
}

/** Counts one attempt against every limit of the action; one that any of them refuses counts against none. */
export const countAttempt = (rateLimiter: RateLimiter, what: LimitedCall): Outcome<void, TooManyAttempts> =>
  safeTry(async function* () {
    const counted: ReturnType<typeof keysOf> = []
    for (const { by, key, limit } of keysOf(what)) {
      const consumed = await rateLimiter.consume(key, limit)
      if (consumed.isErr()) {
        if (consumed.error.type === 'TooManyAttempts')
          for (const earlier of counted) yield* rateLimiter.giveBack(earlier.key, earlier.limit)
        return err(consumed.error)
      }
      counted.push({ by, key, limit })
      tell(what.caller, by, consumed.value)
    }
    return ok()
  })

/** Refuses if a limit is used up. Counts nothing. */
export const checkRateLimit = (rateLimiter: RateLimiter, what: LimitedCall): Outcome<void, TooManyAttempts> =>
  safeTry(async function* () {
    for (const { by, key, limit } of keysOf(what)) tell(what.caller, by, yield* rateLimiter.check(key, limit))
    return ok()
  })
