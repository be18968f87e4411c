/** How long a server waits, in ms. */
export type Timeouts = {
  /** To receive the head of a request. */
  readonly headersMs: number
  /** To receive the whole request, which may be a large upload over a slow line. */
  readonly requestMs: number
  /** Without any traffic; nothing is sent while an upload is decoded. */
  readonly idleMs: number
  /** Between two requests on one connection. */
  readonly keepAliveMs: number
  /** How long to keep reading after responding early, so that the client gets to read the response. */
  readonly lingerMs: number
  /** How long `close` waits for running requests. */
  readonly closingMs: number
  /** How long a body may come slower than 500 bytes a second. */
  readonly slowBodyMs: number
}

/** Unless the host says otherwise. */
export const TIMEOUTS: Timeouts = {
  headersMs: 10_000,
  requestMs: 30 * 60_000,
  idleMs: 5 * 60_000,
  keepAliveMs: 65_000,
  lingerMs: 10_000,
  closingMs: 10_000,
  slowBodyMs: 12_000,
}
