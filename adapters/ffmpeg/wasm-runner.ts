import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { err, ok, type Result } from 'neverthrow'
import { DECODED, encodeArguments, INPUT, MASTER, SAMPLES } from './arguments.ts'
import { filesUnavailable, readFile, spool } from './attempt.ts'
import { decodeArguments, type DecodeRequest } from './decode-arguments.ts'
import { Deadline } from './deadline.ts'
import type { Log } from './log.ts'
import type { InputAborted, FfmpegRunner, RunFault, Samples } from './runner.ts'
import { startCore, type CompiledCore } from './wasm-core.ts'
import type { CoreRequest } from './wasm-worker.ts'

/** Each worker takes about 100 MB and a CPU core. */
const MAX_WORKERS = 2

/**
 * Runs ffmpeg as WebAssembly, each run as a new instance in its own worker thread. It can reach no other file and no
 * socket, and it ends with this process. A decode is written to disk completely before it is read: the mixer reads from
 * all its stems in turn, and streaming decoders that block while holding the few workers would cause a deadlock.
 */
export class WasmRunner implements FfmpegRunner {
  readonly #core: CompiledCore
  readonly #milliseconds: number
  #free = Math.min(MAX_WORKERS, availableParallelism())
  readonly #waiting: (() => void)[] = []

  constructor(core: CompiledCore, milliseconds: number) {
    this.#core = core
    this.#milliseconds = milliseconds
  }

  async *decode(
    directory: string,
    request: DecodeRequest,
    log: Log,
  ): AsyncGenerator<Result<Uint8Array, RunFault>, void, undefined> {
    const run = decodeArguments(request, `file:${DECODED}`)
    const decoded = await this.#run({ directory, arguments: run, reads: [INPUT], writes: [DECODED] }, log)
    if (decoded.isErr()) yield err(decoded.error)
    else yield* readFile(join(directory, DECODED))
  }

  async encode(directory: string, samples: Samples): Promise<Result<void, RunFault | InputAborted>> {
    const spooled = await spool(join(directory, SAMPLES), samples)
    if (spooled.isErr()) return err(spooled.error)
    const run = encodeArguments(`file:${SAMPLES}`)
    return await this.#run({ directory, arguments: run, reads: [SAMPLES], writes: [MASTER] })
  }

  async #run(request: Omit<CoreRequest, 'core'>, log?: Log): Promise<Result<void, RunFault>> {
    await this.#acquire()
    const run = startCore(this.#core, request)
    try {
      const end = await new Deadline(this.#milliseconds).during(run.ended)
      if (end.isErr()) return err(end.error)
      if (end.value.isErr()) return err({ type: 'Failed', cause: end.value.error })
      const { code, output, diskFault } = end.value.value
      log?.hear(output)
      if (diskFault !== null) return err(filesUnavailable(diskFault))
      return code === 0 ? ok() : err({ type: 'Failed', cause: `exit code ${code}: ${output.trim()}` })
    } finally {
      await run.stop()
      this.#release()
    }
  }

  async #acquire(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #release(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free++
    else next()
  }
}
