import { type Result, ResultAsync } from 'neverthrow'

/** What Soundhub's own adapters call the thing that is out of reach. */
export type KnownResource =
  | 'database'
  | 'files'
  | 'images'
  | 'jobs'
  | 'mail'
  | 'password hasher'
  | 'clock'
  | 'digest'
  | 'google'
  | 'facebook'
  | 'limits'

/** Something a port stands on cannot be reached now. It says nothing about whether the thing that was asked for exists. */
export type Unavailable = {
  readonly type: 'Unavailable'
  /** One of {@link KnownResource}, or whatever an adapter of yours calls what it stands on. */
  readonly what: KnownResource | (string & Record<never, never>)
  /** For the log, never for a person. */
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
