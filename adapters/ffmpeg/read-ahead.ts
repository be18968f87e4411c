import type { Readable } from 'node:stream'

/** A pipe gives 16 kB at a time, and each wait costs more than what is done with so little… */
const PORTION_BYTES = 256 * 1024
/** …but what has come is not held back for longer. */
const PATIENCE_MS = 20
/** As much is read ahead, so that the decoder goes on while we work on what it has sent. */
const MOST_BYTES = 8 * PORTION_BYTES

/** What comes through the pipe, in portions; `null` at the end. A broken pipe counts as the end: the process's exit tells why. */
export const readAhead = (pipe: Readable): (() => Promise<readonly Uint8Array[] | null>) => {
  let [chunks, bytes, wanted, hasEnded]: [Uint8Array[], number, number, boolean] = [[], 0, 0, false]
  let tell: (() => void) | null = null
  const end = (): void => {
    hasEnded = true
    tell?.()
  }
  pipe.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= MOST_BYTES) pipe.pause()
    if (bytes >= wanted) tell?.()
  })
  for (const event of ['end', 'close', 'error']) pipe.once(event, end)
  const waitFor = async (least: number, milliseconds?: number): Promise<void> => {
    if (bytes >= least || hasEnded) return
    wanted = least
    const { promise, resolve } = Promise.withResolvers<void>()
    tell = resolve
    const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds)
    await promise
    clearTimeout(timer)
  }
  return async () => {
    await waitFor(PORTION_BYTES, PATIENCE_MS)
    await waitFor(1)
    const portion = chunks
    ;[chunks, bytes] = [[], 0]
    pipe.resume()
    return portion.length === 0 ? null : portion
  }
}
