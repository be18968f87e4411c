/** Serves an app with Node's HTTP server, with time limits, and answers malformed requests. */
export { serve } from '#adapters/http/server/server.ts'
export { type Timeouts, TIMEOUTS } from '#adapters/http/server/timeouts.ts'
