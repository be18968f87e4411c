import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Beyond this share over the maximum, connections are not even told why. */
const TOLD = 0.1

/** The open connections of a server. */
export type Connections = {
  /** Whether this response's connection is one too many. */
  readonly isExcess: (outgoing: ServerResponse) => boolean
  readonly begun: (outgoing: ServerResponse) => void
  /** Every response whose head is not sent yet is the last one of its connection. */
  readonly endAfterResponse: () => void
  /** When nothing arrived for so long, or after `mostMs`. */
  readonly quietFor: (quietMs: number, mostMs: number) => Promise<void>
  /** Ends connections that were opened and never used. */
  readonly endUnused: () => void
}

/** Counts the connections of a server and lets `maximum` be open. */
export const connections = (server: Server, maximum: number): Connections => {
  const open = new Set<Socket>()
  const excess = new WeakSet<Socket>()
  const active = new Set<ServerResponse>()
  let isEnding = false
  let arrivedAt = 0

  server.maxConnections = Math.ceil(maximum * (1 + TOLD))
  server.on('connection', (socket) => {
    open.add(socket)
    arrivedAt = performance.now()
    if (open.size > maximum) excess.add(socket)
    socket.once('close', () => open.delete(socket))
  })

  return {
    isExcess: ({ req }) => excess.has(req.socket),
    begun: (outgoing) => {
      if (isEnding || excess.has(outgoing.req.socket)) outgoing.shouldKeepAlive = false
      active.add(outgoing)
      arrivedAt = performance.now()
      outgoing.once('close', () => active.delete(outgoing))
    },
    endAfterResponse: () => {
      isEnding = true
      for (const outgoing of active) outgoing.shouldKeepAlive = false
    },
    quietFor: async (quietMs, mostMs) => {
      const begun = performance.now()
      // In steps, so that what waits to be accepted is, also where this process gets hardly any time.
      while (performance.now() - arrivedAt < quietMs && performance.now() - begun < mostMs) await pause(quietMs / 5)
    },
    endUnused: () => {
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}
