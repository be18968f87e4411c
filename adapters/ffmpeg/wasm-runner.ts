import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { err, ok, type Result } from 'neverthrow'
import { DECODED, decodeArguments, encodeArguments, INPUT, MASTER, SAMPLES, type DecodeOrder } from './arguments.ts'
import { filesUnavailable, readFile, spool } from './attempt.ts'
import { Deadline } from './deadline.ts'
import type { BrokenOff, FfmpegRunner, RunFault, Samples } from './runner.ts'
import { startCore, type CompiledCore } from './wasm-core.ts'
import type { CoreOrder } from './wasm-worker.ts'

/** Each worker takes about 100 MB and a processor of its own. */
const MOST_WORKERS = 2

/**
 * ffmpeg as WebAssembly, each run a fresh instance in a worker thread of its own: what it decodes can reach no other
 * file and no socket, and it ends with this process. A decode is written to the disk whole and then read from there:
 * the mixer pulls from all its stems in turn, and a run that waited for its turn while holding a worker would
 * keep the others from theirs for ever.
 */
export class WasmRunner implements FfmpegRunner {
  readonly #core: CompiledCore
  readonly #milliseconds: number
  #free = Math.min(MOST_WORKERS, availableParallelism())
  readonly #waiting: (() => void)[] = []

  constructor(core: CompiledCore, milliseconds: number) {
    this.#core = core
    this.#milliseconds = milliseconds
  }

  async *decode(directory: string, order: DecodeOrder): AsyncGenerator<Result<Uint8Array, RunFault>, void, undefined> {
    const run = decodeArguments(order, `file:${DECODED}`)
    const decoded = await this.#run({ directory, arguments: run, reads: [INPUT], writes: [DECODED] })
    if (decoded.isErr()) yield err(decoded.error)
    else yield* readFile(join(directory, DECODED))
  }

  async encode(directory: string, samples: Samples): Promise<Result<void, RunFault | BrokenOff>> {
    const spooled = await spool(join(directory, SAMPLES), samples)
    if (spooled.isErr()) return err(spooled.error)
    const run = encodeArguments(`file:${SAMPLES}`)
    return await this.#run({ directory, arguments: run, reads: [SAMPLES], writes: [MASTER] })
  }

  async #run(order: Omit<CoreOrder, 'core'>): Promise<Result<void, RunFault>> {
    await this.#enter()
    const run = startCore(this.#core, order)
    try {
      const end = await new Deadline(this.#milliseconds).during(run.ended)
      if (end.isErr()) return err(end.error)
      if (end.value.isErr()) return err({ type: 'GaveUp', cause: end.value.error })
      const { code, said, diskFault } = end.value.value
      if (diskFault !== null) return err(filesUnavailable(diskFault))
      return code === 0 ? ok() : err({ type: 'GaveUp', cause: `exit code ${code}: ${said.trim()}` })
    } finally {
      await run.stop()
      this.#leave()
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free++
    else next()
  }
}
