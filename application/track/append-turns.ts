import type { UploadId } from '#domain/track/partial-upload.ts'
import type { ByteStream } from './audio.ts'

/** Whoever works on an upload, while nobody else may. */
export type AppendTurn = {
  /** The bytes until they end, or until somebody else takes the turn. */
  readonly whileItLasts: <Fault>(bytes: ByteStream<Fault>) => ByteStream<Fault>
  /** Whether somebody else took it. */
  readonly isOver: () => boolean
}

type Running = { readonly stop: () => void; readonly done: Promise<unknown> }

async function* whileItLasts<Fault>(bytes: ByteStream<Fault>, stopped: Promise<null>): ByteStream<Fault> {
  const iterator = bytes[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped])
      if (next === null || next.done === true) return
      yield next.value
    }
  } finally {
    // Not waited for: it may be stuck in a read that never ends.
    iterator.return?.().then(undefined, () => undefined)
  }
}

/**
 * One turn for each upload at a time in this process, and the last one to come wins: the one before it reads no further, and is
 * waited for. For adapters of `PartialUploads`.
 */
export const appendTurns = () => {
  const running = new Map<UploadId, Running>()
  return async <Value>(id: UploadId, work: (turn: AppendTurn) => Promise<Value>): Promise<Value> => {
    for (let one = running.get(id); one !== undefined; one = running.get(id)) {
      one.stop()
      await one.done
    }
    const { promise: stopped, resolve } = Promise.withResolvers<null>()
    let isOver = false
    const stop = (): void => {
      isOver = true
      resolve(null)
    }
    const turn: AppendTurn = { whileItLasts: (bytes) => whileItLasts(bytes, stopped), isOver: () => isOver }
    const done = work(turn).finally(() => running.delete(id))
    running.set(id, { stop, done: done.then(undefined, () => undefined) })
    return done
  }
}
