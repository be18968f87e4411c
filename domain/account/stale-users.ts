import { after, type Instant, instant } from '../shared/instant.ts'
import { ACTIVATION_KEY_LIFETIME, type ActivationKey, isExpired } from './activation-key.ts'
import type { User } from './user.ts'

/** Chance, 0 … 1, that issuing a key also queues a purge. */
export const DEFAULT_PURGE_CHANCE = 0.05

/** `roll` is evenly distributed over 0 ≤ roll < 1, so a chance of 0 never purges and a chance of 1 always does. */
export const isTimeToPurge = (roll: number, chance: number): boolean => roll < chance

/**
 * A pending user is stale once all their keys have expired; without any key, once a key of their first moment would
 * have. An active user never is.
 */
export const isStale = (user: User, keys: readonly ActivationKey[], now: Instant): boolean =>
  user.state === 'pending' &&
  now >= after(user.createdAt, ACTIVATION_KEY_LIFETIME) &&
  keys.every((key) => key.userId !== user.id || isExpired(key, now))

/** Pending users created after this moment cannot be stale yet. */
export const staleCutoff = (now: Instant): Instant => instant(now - ACTIVATION_KEY_LIFETIME)
