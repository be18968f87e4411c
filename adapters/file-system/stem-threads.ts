import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { type Result, ResultAsync } from 'neverthrow'
import { Tinypool } from 'tinypool'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { StemRequest } from './stem-worker.ts'

/** A thread that has nothing to do for so long ends, and gives its memory back. Starting one takes as long as decoding a stem. */
const IDLE_MS = 5 * 60_000
/** Chunks on their way to a thread, before it has used some up. */
const MOST_UNDER_WAY = 16

/** Sends the stem to a thread, until the port is closed. */
const send = async (flac: ByteStream, port: MessagePort): Promise<void> => {
  let isOpen = true
  const underWay: Promise<void>[] = []
  const answered: (() => void)[] = []
  port.on('message', () => answered.shift()?.())
  port.on('close', () => {
    isOpen = false
    for (const resolve of answered) resolve()
  })
  try {
    for await (const chunk of flac) {
      if (!isOpen || chunk.isErr()) return
      // A copy of its own can be passed on, and the memory of the chunk may be used again.
      const bytes = new Uint8Array(chunk.value)
      port.postMessage(bytes, [bytes.buffer])
      underWay.push(new Promise((resolve) => answered.push(resolve)))
      if (underWay.length >= MOST_UNDER_WAY) await underWay.shift()
    }
  } finally {
    // Of what broke off the thread finds that something is missing.
    port.postMessage(null)
  }
}

/** Threads that decode stems side by side, as many as there are processors. They end after five minutes without work. */
export class StemThreads {
  readonly #pool: Tinypool

  constructor(threads: number = availableParallelism()) {
    this.#pool = new Tinypool({
      filename: new URL('./stem-worker.ts', import.meta.url).href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: IDLE_MS,
    })
    // No thread can be started, so nobody will take what waits.
    this.#pool.on('error', () => this.#pool.cancelPendingTasks())
  }

  /**
   * Decodes a canonical stem of so many frames into a new file of 32-bit floats, of which nothing is left if that
   * fails. No sample passes through this thread.
   */
  decode(flac: ByteStream, frames: number, path: string): Promise<Result<void, Unavailable>> {
    const decoded = ResultAsync.fromPromise(this.#decode(flac, frames, path), (cause) => unavailable('stem', cause))
    return Promise.resolve(decoded.orTee(() => rm(path, { force: true })))
  }

  async #decode(flac: ByteStream, frames: number, path: string): Promise<void> {
    const { port1, port2 } = new MessageChannel()
    const run = async (request: StemRequest): Promise<void> => {
      await this.#pool.run(request, { transferList: [port2] })
    }
    const decoding = run({ port: port2, frames, path }).finally(() => port1.close())
    // Both end before the file may be removed. If the sending fails, the thread finds a stem that is cut, and says so.
    await Promise.allSettled([decoding, send(flac, port1)])
    await decoding
  }

  /** Ends the threads. What they were at is not decoded. */
  async close(): Promise<void> {
    await this.#pool.destroy()
  }
}
