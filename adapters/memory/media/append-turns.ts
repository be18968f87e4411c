import type { UploadId } from '#domain/track/partial-upload.ts'
import type { ByteStream } from '#application/track/audio.ts'

/** An append, while it is the one that may write. */
export type AppendTurn = {
  /** The bytes until they end, or until another append takes the turn. */
  readonly whileItLasts: <Fault>(bytes: ByteStream<Fault>) => ByteStream<Fault>
  /** Whether another one took it. */
  readonly isOver: () => boolean
}

type Running = { readonly stop: () => void; readonly done: Promise<unknown> }

async function* whileItLasts<Fault>(bytes: ByteStream<Fault>, stopped: Promise<void>): ByteStream<Fault> {
  const iterator = bytes[Symbol.asyncIterator]()
  const over = stopped.then(() => null)
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), over])
      if (next === null || next.done === true) return
      yield next.value
    }
  } finally {
    // Not waited for: it may be stuck in a read that never ends.
    void iterator.return?.().then(undefined, () => undefined)
  }
}

/** One append to an upload at a time, and the last one to come wins. The file system adapter has its own copy: no adapter imports another. */
export const appendTurns = () => {
  const running = new Map<UploadId, Running>()

  /** Ends the append that is under way, once what it has read is written. */
  const end = async (id: UploadId): Promise<void> => {
    for (let one = running.get(id); one !== undefined; one = running.get(id)) {
      one.stop()
      await one.done
    }
  }

  const take = async <Value>(id: UploadId, work: (turn: AppendTurn) => Promise<Value>): Promise<Value> => {
    // As in `end`, but nothing may come between the last look and the turn.
    for (let one = running.get(id); one !== undefined; one = running.get(id)) {
      one.stop()
      await one.done
    }
    const { promise: stopped, resolve } = Promise.withResolvers<void>()
    let over = false
    const stop = (): void => {
      over = true
      resolve()
    }
    const done = work({ whileItLasts: (bytes) => whileItLasts(bytes, stopped), isOver: () => over }).finally(() =>
      running.delete(id),
    )
    running.set(id, { stop, done: done.then(undefined, () => undefined) })
    return done
  }
  return { take, end }
}
