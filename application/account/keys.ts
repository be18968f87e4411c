import { err, errAsync, ok, safeTry } from 'neverthrow'
import { type ActivationKey, isExpired, type Purpose } from '#domain/account/activation-key.ts'
import { parseSecret, type SecretDigest } from '#domain/account/secret.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import type { Digest } from '../shared/system.ts'

/** There is no such key, it was used already, or it has another purpose. */
export type ActivationKeyUnknown = { readonly type: 'ActivationKeyUnknown' }
/** The key was not used within its lifetime. */
export type ActivationKeyExpired = { readonly type: 'ActivationKeyExpired' }
export type KeyRefusal = ActivationKeyUnknown | ActivationKeyExpired

/** The refusal for every key that does not exist for this purpose; it says no more than that. */
export const keyUnknown: ActivationKeyUnknown = { type: 'ActivationKeyUnknown' }

/** The digest of the key in a link. Text that cannot be a key is refused without looking it up. */
export const digestOf = (digest: Digest, key: string): Outcome<SecretDigest, ActivationKeyUnknown> => {
  const secret = parseSecret(key)
  return secret === null ? errAsync(keyUnknown) : digest.secret(secret)
}

/** The key, if it is valid and has one of these purposes. A key of another purpose counts as unknown. */
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
