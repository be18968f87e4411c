import { Socket } from 'node:net'

/** In ms. Half of what a server may take until it is well again: a connection may be used just before it would have been given up. */
export const SOCKET_TIMEOUT = 4_500

/** In ms; for what came while this process itself was held up, and for what was asked just now. */
const SECOND_LOOK = 100

/**
 * A connection that is half open says nothing and breaks off by itself after a quarter of an hour at the earliest. One
 * timer per connection: pg's `query_timeout` would create one per query, a burden for the garbage collector.
 */
export const socketWithTimeout = (timeout: number) => (): Socket => {
  const socket = new Socket()
  return socket.setTimeout(timeout, () => {
    const { bytesRead, bytesWritten } = socket
    setTimeout(() => {
      if (socket.bytesRead === bytesRead && socket.bytesWritten === bytesWritten)
        socket.destroy(new Error(`the server sent nothing for ${timeout} ms`))
    }, SECOND_LOOK)
  })
}
