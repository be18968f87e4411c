import type { Brand } from '../shared/brand.ts'
import { hexOf } from '../shared/hex.ts'

/** 40 lower-case hex characters made of 20 random bytes, as sent in links and Authorization headers. Never stored. */
export type Secret = Brand<string, 'Secret'>

/** The SHA-256 of a {@link Secret} in hex, which is what is stored. */
export type SecretDigest = Brand<string, 'SecretDigest'>

/** 160 bits, which nobody guesses while it is valid. */
export const SECRET_BYTES = 20

/** The secret of these 20 random bytes. */
export const secretOf = (bytes: Uint8Array): Secret => hexOf(bytes) as Secret

/** What every secret looks like, as the source of a regular expression. */
export const SECRET_PATTERN = '^[0-9a-f]{40}$'

const SECRET = new RegExp(SECRET_PATTERN)

/** The secret, or `null` for text that cannot be one. */
export const parseSecret = (raw: unknown): Secret | null =>
  typeof raw === 'string' && SECRET.test(raw) ? (raw as Secret) : null
