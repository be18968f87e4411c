/** Puts an app on a socket of Node's, with its time limits, and answers what never becomes a request. */
export { serve, type Timeouts, TIMEOUTS } from '#adapters/http/server/server.ts'
