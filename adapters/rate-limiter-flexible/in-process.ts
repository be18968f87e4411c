import { RateLimiterMemory } from 'rate-limiter-flexible'
import { FlexibleRateLimiter } from './flexible-rate-limiter.ts'

/**
 * Counts in this process' memory, and anew after a restart: for one process, as with PGlite, which is never shared by two.
 * Several processes need `openPostgresRateLimiter`, or each of them allows the whole limit.
 */
export const inProcessRateLimiter = (): FlexibleRateLimiter =>
  new FlexibleRateLimiter((limit) => new RateLimiterMemory(limit))
