import { createHash } from 'node:crypto'
import { err, ok, ResultAsync } from 'neverthrow'
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit, Quota, TooManyAttempts } from '#domain/account/rate-limits.ts'
import { SECOND } from '#domain/shared/instant.ts'
import type { RateLimiter } from '#application/account/ports.ts'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'

/** What the package calls a limit. */
export type FlexibleLimit = { readonly points: number; readonly duration: number; readonly keyPrefix: string }

/** Makes the package's limiter for one limit. */
export type MakeLimiter = (limit: FlexibleLimit) => RateLimiterAbstract

/**
 * Counts by the package rate-limiter-flexible, one limiter a {@link Limit}; windows are whole seconds. Keys are hashed, so
 * that no address stands where the counts are kept. A store that is out of reach is `Unavailable`: nobody gets uncounted
 * tries by way of an outage.
 */
export class FlexibleRateLimiter implements RateLimiter {
  readonly #make: MakeLimiter
  readonly #limiters = new Map<string, RateLimiterAbstract>()

  constructor(make: MakeLimiter) {
    this.#make = make
  }

  consume(key: string, limit: Limit): Outcome<Quota, TooManyAttempts> {
    return asking(() => tryConsuming(this.#limiterFor(limit), hashOf(key))).andThen(({ isRefused, count }) =>
      isRefused ? err(tooMany(count, limit)) : ok(quotaOf(count, limit)),
    )
  }

  giveBack(key: string, limit: Limit): Outcome<void> {
    return asking(() => reward(this.#limiterFor(limit), hashOf(key)))
  }

  check(key: string, limit: Limit): Outcome<Quota, TooManyAttempts> {
    return asking(() => this.#limiterFor(limit).get(hashOf(key))).andThen((count) => {
      // The package's memory keeps a count until a timer comes round to it, past its window.
      if (count === null || count.msBeforeNext <= 0) return ok({ limit, left: limit.most, resetsIn: limit.within })
      return count.consumedPoints >= limit.most ? err(tooMany(count, limit)) : ok(quotaOf(count, limit))
    })
  }

  #limiterFor({ most, within }: Limit): RateLimiterAbstract {
    const duration = Math.ceil(within / SECOND)
    const keyPrefix = `${most}/${duration}`
    const limiter = this.#limiters.get(keyPrefix) ?? this.#make({ points: most, duration, keyPrefix })
    this.#limiters.set(keyPrefix, limiter)
    return limiter
  }
}

type Consumed = { readonly isRefused: boolean; readonly count: RateLimiterRes }

/** The package throws its refusals, as values of its own that are no errors. */
const tryConsuming = async (limiter: RateLimiterAbstract, key: string): Promise<Consumed> => {
  try {
    return { isRefused: false, count: await limiter.consume(key) }
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes)) throw cause
    // The package counts refused ones too.
    await reward(limiter, key)
    return { isRefused: true, count: cause }
  }
}

/** The package would begin a window below zero where none is running. */
const reward = async (limiter: RateLimiterAbstract, key: string): Promise<void> => {
  const count = await limiter.get(key)
  if (count !== null && count.msBeforeNext > 0 && count.consumedPoints > 0) await limiter.reward(key)
}

const asking = <Value>(ask: () => Promise<Value>): Outcome<Value> =>
  ResultAsync.fromThrowable(ask, (cause) => unavailable('limits', cause))()

const quotaOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes, limit: Limit): Quota => ({
  limit,
  left: Math.max(0, limit.most - consumedPoints),
  resetsIn: Math.max(1, msBeforeNext),
})

const tooMany = ({ msBeforeNext }: RateLimiterRes, limit: Limit): TooManyAttempts => ({
  type: 'TooManyAttempts',
  retryAfter: Math.max(1, msBeforeNext),
  limit,
})

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url')
