import type { ResultAsync } from 'neverthrow'

/** What a use case asked is out of reach now; it says nothing about whether the thing asked for exists. */
export type Unavailable = {
  readonly type: 'Unavailable'
  readonly what: 'database' | 'files' | 'jobs' | 'mail' | 'password hasher' | 'clock'
  /** For the log, never for the person. */
  readonly cause: unknown
}

export type Outcome<Value, Refusal = never> = ResultAsync<Value, Refusal | Unavailable>

export const unavailable = (what: Unavailable['what'], cause: unknown): Unavailable => ({
  type: 'Unavailable',
  what,
  cause,
})
