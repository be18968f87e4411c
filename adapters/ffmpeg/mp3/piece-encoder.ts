import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { filesUnavailable } from '../attempt.ts'
import { pieceJob } from '../encode-arguments.ts'
import type { FfmpegRunner, InputAborted, RunFault, Samples } from '../runner.ts'
import { Slots } from '../slots.ts'
import { pieceName, samplesName } from './piece-files.ts'

/** Where and how pieces are encoded. */
export type PieceWork = {
  readonly directory: string
  readonly runner: FfmpegRunner
  /** How many encoders run at once. */
  readonly slots: Slots
}

const CHUNK_BYTES = 256 * 1024

/** An encoder that is running and waits for its samples. */
type Waiting = {
  /** Whether the samples are there, or it is not needed. */
  readonly begin: (areThere: boolean) => void
  readonly ended: Promise<Result<void, RunFault | InputAborted>>
}

/** The samples of a piece once they are there. One chunk is read when the last was written, into the same memory. */
async function* samplesOf(path: string, areThere: Promise<boolean>, stop: AbortSignal): Samples {
  if (!(await areThere)) {
    yield err({ type: 'InputAborted' })
    return
  }
  const file = await open(path)
  try {
    const room = Buffer.allocUnsafeSlow(CHUNK_BYTES)
    for (;;) {
      if (stop.aborted) yield err({ type: 'InputAborted' })
      const { bytesRead } = await file.read(room, 0, CHUNK_BYTES)
      if (bytesRead === 0) return
      yield ok(room.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

/** So many pieces may wait for a slot, in files as large as their samples, before the next one has to wait, too. */
const MAX_QUEUED = 2

/** Encodes pieces side by side, as many at once as there are slots. The first fault stops the others. */
export class PieceEncoder {
  fault: RunFault | null = null
  readonly #work: PieceWork
  readonly #stop = new AbortController()
  readonly #queued = new Slots(MAX_QUEUED)
  readonly #running: Promise<void>[] = []
  readonly #waiting = new Map<number, Waiting>()

  constructor(work: PieceWork) {
    this.#work = work
  }

  /** Starts encoders of the first pieces before there is anything to encode. They use no slot while they wait. */
  standBy(pieces: number): void {
    for (let index = 0; index < pieces; index++) {
      const { directory, runner } = this.#work
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const samples = samplesOf(join(directory, samplesName(index)), promise, this.#stop.signal)
      const encoded = runner.encode(directory, (input) => pieceJob(input, pieceName(index)), samples)
      const ended = ResultAsync.fromPromise(encoded, filesUnavailable).andThen((run) => run)
      this.#waiting.set(index, { begin: resolve, ended: Promise.resolve(ended) })
    }
  }

  /** Queues a piece; whether to go on, as soon as few others wait. */
  async start(index: number): Promise<boolean> {
    await this.#queued.acquire()
    if (this.fault === null) this.#running.push(this.#encode(index))
    return this.fault === null
  }

  async #encode(index: number): Promise<void> {
    const { directory, slots } = this.#work
    await slots.acquire()
    this.#queued.release()
    const encoded = this.#stop.signal.aborted ? ok() : await this.#run(index)
    slots.release()
    if (encoded.isErr()) {
      if (encoded.error.type !== 'InputAborted') this.fault ??= encoded.error
      this.#stop.abort()
    }
    await rm(join(directory, samplesName(index)), { force: true }).catch(() => undefined)
  }

  #run(index: number): Promise<Result<void, RunFault | InputAborted>> {
    const { directory, runner } = this.#work
    const waiting = this.#waiting.get(index)
    this.#waiting.delete(index)
    waiting?.begin(true)
    const job = pieceJob(`file:${samplesName(index)}`, pieceName(index))
    return waiting?.ended ?? runner.run(directory, job, this.#stop.signal)
  }

  /** Waits for all pieces; how many there are. */
  async finish(): Promise<number> {
    await Promise.all(this.#running)
    return this.#running.length
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    const waiting = [...this.#waiting.values()]
    for (const { begin } of waiting) begin(false)
    await Promise.all([...this.#running, ...waiting.map(({ ended }) => ended)])
  }
}
