import type { Readable } from 'node:stream'

/** How reading a body ended. */
export type ReadOutcome = 'ended' | 'interrupted' | 'aborted'

/**
 * Passes each chunk to `onChunk` and waits for it. Leaves the source paused, not destroyed: destroying a request makes
 * Node close the connection before the response is sent.
 */
export const readChunks = (
  source: Readable,
  signal: AbortSignal,
  onChunk: (chunk: Buffer) => PromiseLike<void> | undefined,
): Promise<ReadOutcome> =>
  new Promise((resolve) => {
    const onData = (chunk: Buffer): void => {
      const pending = onChunk(chunk)
      if (pending === undefined) return
      source.pause()
      void pending.then(() => (signal.aborted ? undefined : source.resume()))
    }
    const finish = (outcome: ReadOutcome) => () => {
      source.off('data', onData).off('end', onEnd).off('error', onError).off('close', onError)
      signal.removeEventListener('abort', onAbort)
      source.pause()
      source.on('error', () => undefined)
      resolve(outcome)
    }
    const onEnd = finish('ended')
    const onError = finish('interrupted')
    const onAbort = finish('aborted')

    if (source.readableEnded) return onEnd()
    if (source.destroyed) return onError()
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    source.on('data', onData).once('end', onEnd).once('error', onError).once('close', onError)
  })
