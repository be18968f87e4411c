import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { err, ok, type Result } from 'neverthrow'
import { DECODED, INPUT } from './arguments.ts'
import { filesUnavailable, readFile, spool } from './attempt.ts'
import { decodeArguments, type DecodeRequest, TO_FILE } from './decode-arguments.ts'
import { Deadline } from './deadline.ts'
import { SAMPLES, type Abilities, type Job } from './encode-arguments.ts'
import type { Log } from './log.ts'
import type { InputAborted, FfmpegRunner, RunFault, Samples } from './runner.ts'
import { Slots } from './slots.ts'
import { startCore, type CompiledCore } from './wasm-core.ts'
import type { CoreRequest } from './wasm-worker.ts'

/** Each worker takes about 100 MB and a CPU core. */
const MAX_WORKERS = 2

/**
 * Runs ffmpeg as WebAssembly, each run as a new instance in its own worker thread. It can reach no other file and no
 * socket, and it ends with this process. A decode is written to disk completely before it is read: decoders
 * that block while they hold the few workers could wait for each other.
 */
export class WasmRunner implements FfmpegRunner {
  /** From complexity 5 on, libopus at 48 kHz needs more stack than the build has (ffmpegwasm/ffmpeg.wasm#591). */
  readonly abilities: Abilities = { opusComplexity: 4, standsBy: false, hasLongTexts: true, hasExactEnd: true }
  readonly #core: CompiledCore
  readonly #milliseconds: number
  readonly #slots = new Slots(Math.min(MAX_WORKERS, availableParallelism()))

  constructor(core: CompiledCore, milliseconds: number) {
    this.#core = core
    this.#milliseconds = milliseconds
  }

  async *decode(
    directory: string,
    request: DecodeRequest,
    log: Log,
  ): AsyncGenerator<Result<Uint8Array, RunFault>, void, undefined> {
    const run = decodeArguments(request, TO_FILE)
    const decoded = await this.#run({ directory, arguments: run, reads: [INPUT], writes: [DECODED] }, { log })
    if (decoded.isErr()) yield err(decoded.error)
    else yield* readFile(join(directory, DECODED))
  }

  async encode(
    directory: string,
    jobOn: (input: string) => Job,
    samples: Samples,
  ): Promise<Result<void, RunFault | InputAborted>> {
    const spooled = await spool(join(directory, SAMPLES), samples)
    if (spooled.isErr()) return err(spooled.error)
    return await this.#run({ directory, ...jobOn(`file:${SAMPLES}`) })
  }

  async run(directory: string, job: Job, signal: AbortSignal): Promise<Result<void, RunFault>> {
    return await this.#run({ directory, ...job }, { signal })
  }

  async #run(
    request: Omit<CoreRequest, 'core'>,
    { log, signal }: { readonly log?: Log; readonly signal?: AbortSignal } = {},
  ): Promise<Result<void, RunFault>> {
    await this.#slots.acquire()
    const run = startCore(this.#core, request)
    const stop = (): void => void run.stop()
    signal?.addEventListener('abort', stop)
    try {
      if (signal?.aborted === true) stop()
      const end = await new Deadline(this.#milliseconds).during(run.ended)
      if (end.isErr()) return err(end.error)
      if (end.value.isErr()) return err({ type: 'Failed', cause: end.value.error })
      const { code, output, diskFault } = end.value.value
      log?.hear(output)
      if (diskFault !== null) return err(filesUnavailable(diskFault))
      return code === 0 ? ok() : err({ type: 'Failed', cause: `exit code ${code}: ${output.trim()}` })
    } finally {
      signal?.removeEventListener('abort', stop)
      await run.stop()
      this.#slots.release()
    }
  }
}
