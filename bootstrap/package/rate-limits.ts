/** How often somebody may try: counted in this process, or in PostgreSQL for all processes together. */
export { inProcessRateLimiter } from '#adapters/rate-limiter-flexible/in-process.ts'
export {
  type LimitsPlace,
  openPostgresRateLimiter,
  type PostgresRateLimiter,
} from '#adapters/rate-limiter-flexible/postgres.ts'
