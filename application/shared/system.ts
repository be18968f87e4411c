import type { ResultAsync } from 'neverthrow'
import type { Secret, SecretDigest } from '#domain/account/secret.ts'
import type { Instant, Milliseconds } from '#domain/shared/instant.ts'
import type { Outcome } from './outcome.ts'

/** Tells the time. */
export interface Clock {
  /** Never fails; need not be monotonic. */
  now(): Instant
}

/** Chance that nobody can foresee. */
export interface Chance {
  /** `length` bytes from the system's source. */
  bytes(length: number): Uint8Array
  /** Evenly from 0 ≤ roll < 1. */
  roll(): number
}

/** Computes the digest under which a secret is stored. */
export interface Digest {
  /** SHA-256 (FIPS 180-4) of the secret's characters, in lower-case hex. */
  secret(secret: Secret): Outcome<SecretDigest>
}

/** Does something again and again beside other work. */
export interface Scheduler {
  /** Calls `task` every `pause` after the last call ended, until the answer is called; never two at once. */
  every(pause: Milliseconds, task: () => ResultAsync<unknown, unknown>): () => void
}

/** The languages Soundhub speaks to people. */
export const LANGUAGES = ['en', 'ko'] as const
export type Language = (typeof LANGUAGES)[number]
