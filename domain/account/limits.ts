import { HOUR, type Milliseconds, MINUTE } from '../shared/instant.ts'

/** At most so many in so long, counted from the first. */
export type Limit = { readonly most: number; readonly within: Milliseconds }

/**
 * What is counted. `pair` is an address from one client: a stranger elsewhere uses up the stranger's own pair and does not
 * lock the owner out. `address` is the address from anywhere, `client` the client whatever it asks for.
 *
 * They are used up in the order in which they stand here: who may not ask any more uses up nothing of the address. And one
 * client alone cannot use an address up: its pair is used up first.
 */
export const LIMITS = {
  'log-in': { pair: { most: 10, within: 5 * MINUTE }, client: { most: 100, within: 5 * MINUTE } },
  'provider-log-in': { client: { most: 100, within: 5 * MINUTE } },
  'sign-up': {
    client: { most: 20, within: HOUR },
    pair: { most: 3, within: HOUR },
    address: { most: 10, within: HOUR },
  },
  reset: {
    client: { most: 20, within: HOUR },
    pair: { most: 3, within: HOUR },
    address: { most: 10, within: HOUR },
  },
  'new-password': { client: { most: 20, within: HOUR }, pair: { most: 5, within: HOUR } },
  resend: { client: { most: 20, within: HOUR }, address: { most: 1, within: 3 * MINUTE } },
} as const satisfies Record<string, Readonly<Partial<Record<'pair' | 'address' | 'client', Limit>>>>

/** What is asked for too often. */
export type LimitedAction = keyof typeof LIMITS

/** Asked too often; asking again makes sense after `retryAfter`. */
export type TooManyAttempts = {
  readonly type: 'TooManyAttempts'
  readonly retryAfter: Milliseconds
  readonly limit: Limit
}
