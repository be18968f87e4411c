import type { Readable } from 'node:stream'

/** How reading a body ended. */
export type ReadEnd = 'ended' | 'broken off' | 'stopped'

/**
 * Hands over the chunks one at a time. Leaves the source paused and intact: destroying it would close the connection
 * under Node, and the response would be lost.
 */
export const readChunks = (
  source: Readable,
  signal: AbortSignal,
  take: (chunk: Buffer) => PromiseLike<void> | undefined,
): Promise<ReadEnd> =>
  new Promise((resolve) => {
    const onData = (chunk: Buffer): void => {
      const taken = take(chunk)
      if (taken === undefined) return
      source.pause()
      void taken.then(() => (signal.aborted ? undefined : source.resume()))
    }
    const finish = (how: ReadEnd) => () => {
      source.off('data', onData).off('end', ended).off('error', broken).off('close', broken)
      signal.removeEventListener('abort', stopped)
      source.pause()
      source.on('error', () => undefined)
      resolve(how)
    }
    const ended = finish('ended')
    const broken = finish('broken off')
    const stopped = finish('stopped')

    if (source.readableEnded) return ended()
    if (source.destroyed) return broken()
    if (signal.aborted) return stopped()
    signal.addEventListener('abort', stopped, { once: true })
    source.on('data', onData).once('end', ended).once('error', broken).once('close', broken)
  })
