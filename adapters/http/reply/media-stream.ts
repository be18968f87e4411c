import { err, ok, type Result } from 'neverthrow'
import type { ByteStream } from '#application/track/audio.ts'
import { type HttpContext, type Log, nodeBindings } from '../dependencies.ts'

type Pieces = AsyncIterator<Result<Uint8Array, { readonly cause: unknown }>>

/** The next piece, `null` at the end, or why reading failed. */
const nextOf = async (pieces: Pieces): Promise<Result<Uint8Array | null, unknown>> => {
  try {
    const next = await pieces.next()
    return next.done === true ? ok(null) : next.value.mapErr(({ cause }) => cause)
  } catch (cause) {
    return err(cause)
  }
}

/**
 * Streams the bytes at the client's pace and stops when it disconnects. A failure in the middle breaks the connection,
 * because a response that ended normally would look complete.
 */
export const streamOf = (bytes: ByteStream, context: HttpContext, log: Log): ReadableStream<Uint8Array> => {
  const iterator = bytes[Symbol.asyncIterator]()
  const { outgoing } = nodeBindings(context)

  const breakOff = (controller: ReadableStreamDefaultController<Uint8Array>, cause: unknown): void => {
    log.error({ path: context.req.path, err: cause }, 'a file could not be sent to its end')
    if (outgoing === undefined) controller.error(new Error('the file broke off'))
    else outgoing.destroy()
  }

  let isWanted = true

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await nextOf(iterator)
        if (next.isErr()) return breakOff(controller, next.error)
        // A client that has all announced bytes may disconnect while the end is still being read; the stream is closed then.
        if (!isWanted) return
        if (next.value === null) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        isWanted = false
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
