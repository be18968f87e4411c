import { err, errAsync, ok, safeTry } from 'neverthrow'
import { type ActivationKey, isExpired, type Purpose } from '#domain/account/activation-key.ts'
import { parseSecret, type SecretDigest } from '#domain/account/secret.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import type { Digest } from '../shared/system.ts'

/** There is no such key, it was used, or it opens something else. */
export type ActivationKeyUnknown = { readonly type: 'ActivationKeyUnknown' }
/** The key was not used within its life. */
export type ActivationKeyExpired = { readonly type: 'ActivationKeyExpired' }
export type KeyRefusal = ActivationKeyUnknown | ActivationKeyExpired

/** The refusal that tells no more than it must. */
export const keyUnknown: ActivationKeyUnknown = { type: 'ActivationKeyUnknown' }

/** The digest of the key in a link; what cannot be a key at all is refused at once. */
export const digestOf = (digest: Digest, key: string): Outcome<SecretDigest, ActivationKeyUnknown> => {
  const secret = parseSecret(key)
  return secret === null ? errAsync(keyUnknown) : digest.secret(secret)
}

/** The key, if it lives and opens one of these; a key of another purpose is as good as none. */
export const validKey = (
  { activationKeys }: Pick<Transaction, 'activationKeys'>,
  digest: SecretDigest,
  purposes: readonly Purpose[],
  now: Instant,
): Outcome<ActivationKey, KeyRefusal> =>
  safeTry(async function* () {
    const key = yield* activationKeys.byDigest(digest)
    if (key === null || !purposes.includes(key.purpose)) return err(keyUnknown)
    return isExpired(key, now) ? err({ type: 'ActivationKeyExpired' } as const) : ok(key)
  })
