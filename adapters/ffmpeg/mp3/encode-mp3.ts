import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, type Result } from 'neverthrow'
import type { BlockStream } from '#domain/sound/block.ts'
import { pieceJob } from '../encode-arguments.ts'
import type { FfmpegRunner, InputAborted, RunFault } from '../runner.ts'
import type { Slots } from '../slots.ts'
import { joinedPieces } from './join.ts'
import { pieceName, samplesName, writePieceFiles } from './piece-files.ts'

/** Where and how pieces are encoded. */
export type PieceWork = {
  readonly directory: string
  readonly runner: FfmpegRunner
  /** How many encoders run at once. */
  readonly slots: Slots
}

/** Encodes pieces side by side, as many at once as there are slots. The first fault stops the others. */
class PieceEncoder {
  fault: RunFault | null = null
  readonly #work: PieceWork
  readonly #stop = new AbortController()
  readonly #running: Promise<void>[] = []

  constructor(work: PieceWork) {
    this.#work = work
  }

  /** Starts on a piece when there is a slot; whether to go on. */
  async start(index: number): Promise<boolean> {
    await this.#work.slots.acquire()
    if (this.fault === null) this.#running.push(this.#encode(index))
    else this.#work.slots.release()
    return this.fault === null
  }

  async #encode(index: number): Promise<void> {
    const { directory, runner, slots } = this.#work
    const encoded = await runner.run(directory, pieceJob(samplesName(index), pieceName(index)), this.#stop.signal)
    slots.release()
    if (encoded.isErr()) {
      this.fault ??= encoded.error
      this.#stop.abort()
    }
    await rm(join(directory, samplesName(index)), { force: true }).catch(() => undefined)
  }

  /** Waits for all pieces; how many there are. */
  async finish(): Promise<number> {
    await Promise.all(this.#running)
    return this.#running.length
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#running)
  }
}

/**
 * Encodes the blocks as MP3, V2, in pieces of a fixed length: each one while the next is still being mixed, and several
 * at once. The frames are those of one encode.
 */
export async function* encodeMp3(
  work: PieceWork,
  blocks: BlockStream<InputAborted>,
): AsyncGenerator<Result<Uint8Array, RunFault | InputAborted>, void, undefined> {
  const encoder = new PieceEncoder(work)
  try {
    const samples = await writePieceFiles(work.directory, blocks, (index) => encoder.start(index))
    if (samples.isErr()) {
      yield err(samples.error)
      return
    }
    const pieces = await encoder.finish()
    if (encoder.fault === null) yield* joinedPieces(work.directory, { pieces, samples: samples.value })
    else yield err(encoder.fault)
  } finally {
    await encoder.stop()
  }
}
