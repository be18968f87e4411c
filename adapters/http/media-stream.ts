import type { ByteStream } from '#application/track/audio.ts'
import { type HttpContext, type Log, onTheWire } from './edge.ts'

/**
 * The bytes as the client takes them, and no further once it is gone. A fault in the middle breaks the connection off:
 * an answer that ended well would pass for the whole file.
 */
export const streamOf = (bytes: ByteStream, context: HttpContext, log: Log): ReadableStream<Uint8Array> => {
  const iterator = bytes[Symbol.asyncIterator]()
  const { outgoing } = onTheWire(context)

  const breakOff = (controller: ReadableStreamDefaultController<Uint8Array>, cause: unknown): void => {
    log.error({ path: context.req.path, err: cause }, 'a file broke off while it was sent')
    if (outgoing === undefined) controller.error(new Error('the file broke off'))
    else outgoing.destroy()
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await iterator.next()
          if (next.done === true) controller.close()
          else if (next.value.isOk()) controller.enqueue(next.value.value)
          else breakOff(controller, next.value.error.cause)
        } catch (cause) {
          breakOff(controller, cause)
        }
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
