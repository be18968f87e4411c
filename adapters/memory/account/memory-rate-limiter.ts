import { err, ok, okAsync, type Result } from 'neverthrow'
import type { RateLimiter } from '#application/account/ports.ts'
import type { Clock } from '#application/shared/system.ts'
import type { Limit, Quota, TooManyAttempts } from '#domain/account/rate-limits.ts'
import { after, type Instant, MINUTE } from '#domain/shared/instant.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'

type Count = { readonly used: number; readonly endsAt: Instant }

const SWEEP_EVERY = MINUTE

const nameOf = (key: string, { most, within }: Limit): string => `${most}/${within} ${key}`

/** Counts in this process, by the given clock. */
export const memoryRateLimiter = (clock: Clock, outage: MemoryOutage = memoryOutage()): RateLimiter => {
  const counts = new Map<string, Count>()
  let nextSweep = after(clock.now(), SWEEP_EVERY)

  const current = (key: string, limit: Limit, now: Instant): Count | undefined => {
    const count = counts.get(nameOf(key, limit))
    return count !== undefined && now < count.endsAt ? count : undefined
  }
  const quota = (count: Count | undefined, limit: Limit, now: Instant): Result<Quota, TooManyAttempts> => {
    const { used, endsAt } = count ?? { used: 0, endsAt: after(now, limit.within) }
    const resetsIn = endsAt - now
    return used < limit.most
      ? ok({ limit, left: limit.most - used, resetsIn })
      : err({ type: 'TooManyAttempts', retryAfter: resetsIn, limit })
  }
  const sweep = (now: Instant): void => {
    if (now < nextSweep) return
    nextSweep = after(now, SWEEP_EVERY)
    for (const [name, { endsAt }] of counts) if (now >= endsAt) counts.delete(name)
  }
  const consume = (key: string, limit: Limit): Result<Quota, TooManyAttempts> => {
    const now = clock.now()
    sweep(now)
    return quota(current(key, limit, now), limit, now).map(({ left, resetsIn }) => {
      counts.set(nameOf(key, limit), { used: limit.most - left + 1, endsAt: after(now, resetsIn) })
      return { limit, left: left - 1, resetsIn }
    })
  }

  const giveBack = (key: string, limit: Limit): Result<void, never> => {
    const count = current(key, limit, clock.now())
    if (count !== undefined && count.used > 0) counts.set(nameOf(key, limit), { ...count, used: count.used - 1 })
    return ok()
  }

  return {
    giveBack: (key, limit) => okAsync().andThen(() => outage.check('limits').andThen(() => giveBack(key, limit))),
    consume: (key, limit) => okAsync().andThen(() => outage.check('limits').andThen(() => consume(key, limit))),
    check: (key, limit) =>
      okAsync().andThen(() =>
        outage.check('limits').andThen(() => {
          const now = clock.now()
          return quota(current(key, limit, now), limit, now)
        }),
      ),
  }
}
