import { type Result, ResultAsync } from 'neverthrow'

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

/**
 * What an async function ends with. On the way of every read, in place of `map`, `safeTry` and `fromThrowable`: those make a
 * generator function a call, and V8 gives each a hidden class, which holds all that the call made until old objects are
 * collected (docs/measured.md).
 */
export const outcomeOf = <Value, Refusal>(end: () => Promise<Result<Value, Refusal>>): ResultAsync<Value, Refusal> =>
  new ResultAsync(end())

/** The outage of this port. */
export const unavailable = (what: Unavailable['what'], cause: unknown): Unavailable => ({
  type: 'Unavailable',
  what,
  cause,
})
