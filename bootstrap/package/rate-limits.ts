/** Rate limits, counted in this process or in PostgreSQL for all processes. */
export { inProcessRateLimiter } from '#adapters/rate-limiter-flexible/in-process.ts'
export {
  type LimitsPlace,
  openPostgresRateLimiter,
  type PostgresRateLimiter,
} from '#adapters/rate-limiter-flexible/postgres.ts'
