import { Socket } from 'node:net'

/** In ms; longer than any statement may run, so only a dead or frozen server exceeds it. */
export const SOCKET_TIMEOUT = 65_000

/** One timer per connection. pg's `query_timeout` would create one per query, a burden for the garbage collector. */
export const socketWithTimeout = (timeout: number) => (): Socket => {
  const socket = new Socket()
  return socket.setTimeout(timeout, () => socket.destroy(new Error(`the server sent nothing for ${timeout} ms`)))
}
