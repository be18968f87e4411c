import type { ResultAsync } from 'neverthrow'

/** What a use case asked is out of reach now; it says nothing about whether the thing asked for exists. */
export type Unavailable = {
  readonly type: 'Unavailable'
  readonly what:
    | 'database'
    | 'files'
    | 'images'
    | 'jobs'
    | 'mail'
    | 'password hasher'
    | 'clock'
    | 'google'
    | 'facebook'
    | 'limits'
  /** For the log, never for the person. */
  readonly cause: unknown
}

/** How a use case ends: with a value, with a refusal of its own, or with an outage of a port. */
export type Outcome<Value, Refusal = never> = ResultAsync<Value, Refusal | Unavailable>

/** The outage of this port. */
export const unavailable = (what: Unavailable['what'], cause: unknown): Unavailable => ({
  type: 'Unavailable',
  what,
  cause,
})
