import type { ResultAsync } from 'neverthrow'
import type { Secret, SecretDigest } from '#domain/account/secret.ts'
import type { Instant, Milliseconds } from '#domain/shared/instant.ts'
import type { Outcome } from './outcome.ts'

/** Tells the time. */
export interface Clock {
  /** Never fails. Need not be monotonic. */
  now(): Instant
}

/** A cryptographically secure source of randomness. */
export interface Chance {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array
  /** A uniformly distributed number in [0, 1). */
  roll(): number
}

/** Computes digests. */
export interface Digest {
  /** SHA-256 (FIPS 180-4) of the text in UTF-8, in lower-case hex. */
  text(text: string): Outcome<string>
  /** The digest under which a secret is stored: SHA-256 of its characters, in lower-case hex. */
  secret(secret: Secret): Outcome<SecretDigest>
}

/** Repeats a task in the background. */
export interface Scheduler {
  /**
   * Calls `task` repeatedly, waiting `pause` between the end of one call and the start of the next. Calls never overlap.
   * Stops when the returned function is called.
   */
  every(pause: Milliseconds, task: () => ResultAsync<unknown, unknown>): () => void
}

/** The languages of mails, pages and error sentences. */
export const LANGUAGES = ['en', 'ko'] as const
export type Language = (typeof LANGUAGES)[number]
