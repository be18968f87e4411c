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

/** The result of a use case: a value, one of its own refusals, or the outage of a port. */
export type Outcome<Value, Refusal = never> = ResultAsync<Value, Refusal | Unavailable>

/**
 * The outcome of an async function. Reads use it instead of `map`, `safeTry` and `fromThrowable`: those create a
 * generator's closure per call, whose hidden class V8 keeps until the next full garbage collection (docs/measured.md).
 */
export const outcomeOf = <Value, Refusal>(end: () => Promise<Result<Value, Refusal>>): ResultAsync<Value, Refusal> =>
  new ResultAsync(end())

/** An outage of this resource. */
export const unavailable = (what: Unavailable['what'], cause: unknown): Unavailable => ({
  type: 'Unavailable',
  what,
  cause,
})
