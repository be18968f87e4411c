import type { IncomingMessage } from 'node:http'

/** How often bodies are looked at, in ms. */
const LOOK_EVERY = 1_000

/** What a client must send at least while a body is awaited, in bytes per second: less than the slowest mobile network. */
const MINIMUM_RATE = 500

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

type Mark = { readonly bytes: number; readonly at: number }

const markOf = ({ socket }: IncomingMessage, at: number): Mark => ({ bytes: socket.bytesRead, at })

/** Watches the bodies of requests, and stops at the end. */
export type SlowBodies = { readonly watch: (incoming: IncomingMessage) => void; readonly stop: () => void }

/**
 * Tells of each body that came slower than {@link MINIMUM_RATE} for `windowMs`. Time in which the app does not read what is
 * there already, or in which this process stood still, is not held against the client.
 */
export const slowBodies = (windowMs: number, onSlow: (incoming: IncomingMessage) => void): SlowBodies => {
  const marks = new Map<IncomingMessage, Mark>()
  let timer: NodeJS.Timeout | undefined
  let lookedAt = 0

  const look = (): void => {
    const now = performance.now()
    const stoodStill = now - lookedAt > 3 * LOOK_EVERY
    lookedAt = now
    for (const [incoming, mark] of marks) {
      if (incoming.complete || incoming.destroyed) marks.delete(incoming)
      else if (stoodStill || incoming.readableLength > 0) marks.set(incoming, markOf(incoming, now))
      else if (now - mark.at >= windowMs) {
        const arrived = incoming.socket.bytesRead - mark.bytes
        if (arrived < (MINIMUM_RATE * windowMs) / 1000) {
          marks.delete(incoming)
          onSlow(incoming)
        } else marks.set(incoming, markOf(incoming, now))
      }
    }
    if (marks.size === 0) stop()
  }

  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }

  return {
    watch: (incoming) => {
      if (!hasBody(incoming)) return
      const now = performance.now()
      marks.set(incoming, markOf(incoming, now))
      if (timer !== undefined) return
      lookedAt = now
      timer = setInterval(look, Math.min(LOOK_EVERY, windowMs)).unref()
    },
    stop,
  }
}
