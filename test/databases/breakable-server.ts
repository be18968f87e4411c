import { connect, createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'

/** A way to a server that can be cut: what is open breaks off, and nobody is let in until it is mended. */
export type BreakableServer = {
  readonly url: string
  readonly breakDown: () => Promise<void>
  readonly repair: () => Promise<void>
  /** What is open stays so and carries nothing any more, and neither side learns when the other one ends. Who comes anew gets through. */
  readonly leaveHalfOpen: () => void
  readonly close: () => Promise<void>
}

/** Stands on a port of its own before the server that `url` names. */
export const breakableServer = async (url: string): Promise<BreakableServer> => {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const halfOpen = new WeakSet<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.setNoDelay(true)
    return socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const closeWith = (one: Socket, other: Socket) =>
    one.on('close', () => {
      if (!halfOpen.has(one)) other.destroy()
    })
  const proxy = createServer((client) => {
    const server = keep(connect(Number(target.port), target.hostname))
    keep(client).pipe(server).pipe(client)
    closeWith(client, server)
    closeWith(server, client)
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      proxy.once('error', reject)
      proxy.listen(port, '127.0.0.1', () => {
        proxy.off('error', reject)
        resolve()
      })
    })
  await listen(0)
  const address = proxy.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const breakDown = async () => {
    const closed = new Promise((resolve) => proxy.close(resolve))
    sockets.forEach((socket) => socket.resetAndDestroy())
    await closed
    // Clients in this process notice in the event loop's next turn, as those of another one would by themselves.
    for (let turn = 0; turn < 3; turn++) await setImmediate()
  }
  const leaveHalfOpen = () =>
    sockets.forEach((socket) => {
      halfOpen.add(socket)
      socket.unpipe().pause()
    })
  const reached = new URL(url)
  reached.host = `127.0.0.1:${port}`
  return {
    url: reached.href,
    breakDown,
    repair: () => listen(port),
    leaveHalfOpen,
    close: async () => {
      if (proxy.listening) await breakDown()
    },
  }
}
