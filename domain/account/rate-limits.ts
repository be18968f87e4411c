import { HOUR, type Milliseconds, MINUTE } from '../shared/instant.ts'

/** At most so many attempts in a time window that starts with the first one. */
export type Limit = { readonly most: number; readonly within: Milliseconds }

/** What is left of a limit: so many attempts until `resetsIn` from now; where no window is running, all of them and the whole window. */
export type Quota = { readonly limit: Limit; readonly left: number; readonly resetsIn: Milliseconds }

/**
 * What is limited. `pair`: one address from one client, so that a stranger elsewhere cannot lock the owner out.
 * `address`: one address from anywhere. `client`: one client, whatever it does.
 *
 * The narrowest stands first and is asked first: what it refuses never touches those that are shared with others.
 */
export const LIMITS = {
  'log-in': { pair: { most: 10, within: 5 * MINUTE }, client: { most: 100, within: 5 * MINUTE } },
  'provider-log-in': { client: { most: 100, within: 5 * MINUTE } },
  'sign-up': {
    pair: { most: 3, within: HOUR },
    address: { most: 10, within: HOUR },
    client: { most: 20, within: HOUR },
  },
  reset: {
    pair: { most: 3, within: HOUR },
    address: { most: 10, within: HOUR },
    client: { most: 20, within: HOUR },
  },
  'new-password': { pair: { most: 5, within: HOUR }, client: { most: 20, within: HOUR } },
  resend: { address: { most: 1, within: 3 * MINUTE }, client: { most: 20, within: HOUR } },
} as const satisfies Record<string, Limits>

/** What an attempt counts against: the pair of address and client, the address, or the client. */
export type LimitedBy = 'pair' | 'address' | 'client'

type Limits = Readonly<Partial<Record<LimitedBy, Limit>>>

/** The actions that are limited. */
export type LimitedAction = keyof typeof LIMITS

/**
 * Rule: a client that is not known cannot be limited, so its attempts count against the address, or against all that unknown
 * clients do with it. Otherwise passwords could be guessed for ever.
 */
export const limitsOf = (action: LimitedAction, isClientKnown: boolean): readonly (readonly [LimitedBy, Limit])[] => {
  const limits = Object.entries(LIMITS[action] as Limits) as readonly (readonly [LimitedBy, Limit])[]
  const ofUnknown = 'address' in LIMITS[action] ? 'address' : 'pair'
  return isClientKnown ? limits : limits.filter(([by]) => by === ofUnknown)
}

/** A limit is used up; retry after `retryAfter`. */
export type TooManyAttempts = {
  readonly type: 'TooManyAttempts'
  readonly retryAfter: Milliseconds
  readonly limit: Limit
}
