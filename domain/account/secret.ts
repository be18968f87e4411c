import type { Brand } from '../shared/brand.ts'

/** 40 lower-case hex characters from 20 random bytes: what a link or an Authorization header carries. Never stored. */
export type Secret = Brand<string, 'Secret'>

/** SHA-256 of a {@link Secret} in hex: all that is kept of it. */
export type SecretDigest = Brand<string, 'SecretDigest'>

/** 160 bits: nobody guesses one that lives for days. */
export const SECRET_BYTES = 20

/** The secret of these 20 random bytes. */
export const secretOf = (bytes: Uint8Array): Secret =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') as Secret

/** What every secret looks like, as the source of a regular expression. */
export const SECRET_PATTERN = '^[0-9a-f]{40}$'

const SECRET = new RegExp(SECRET_PATTERN)

/** What could be a secret of ours; `null` for everything that could not. */
export const parseSecret = (raw: unknown): Secret | null =>
  typeof raw === 'string' && SECRET.test(raw) ? (raw as Secret) : null
