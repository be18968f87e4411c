import { type Limit, type Quota } from '#domain/account/rate-limits.ts'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import type { Headers, Reply } from './reply.ts'

/** Rounded up, so that a retry is never too early. */
export const seconds = (length: Milliseconds): number => Math.ceil(length / SECOND)

/** `RateLimit` and `RateLimit-Policy` as draft-ietf-httpapi-ratelimit-headers-10 has them. */
export const rateLimitHeaders = (limit: Limit, left: number, resetsIn: Milliseconds): Headers => ({
  'RateLimit-Policy': `"default";q=${limit.most};w=${seconds(limit.within)}`,
  RateLimit: `"default";r=${left};t=${seconds(resetsIn)}`,
})

/** The one that a client meets first: with the fewest attempts left, and of these the one that takes longest to be whole again. */
const tightest = (one: Quota, other: Quota): Quota =>
  other.left < one.left || (other.left === one.left && other.resetsIn > one.resetsIn) ? other : one

/** The reply, telling what is left of the tightest limit. One that refuses because of a limit tells of that one already. */
export const withQuotas = (reply: Reply, quotas: ReadonlyMap<string, Quota> | null): Reply => {
  if (quotas === null || 'RateLimit' in reply.headers) return reply
  const { limit, left, resetsIn } = [...quotas.values()].reduce(tightest)
  return { ...reply, headers: { ...reply.headers, ...rateLimitHeaders(limit, left, resetsIn) } }
}
