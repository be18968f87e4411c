import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { CoreAnswer, CoreOrder } from './wasm-worker.ts'
import { webAssembly, type WasmModule } from './web-assembly.ts'

/** `@ffmpeg/core`, compiled once; every run is a fresh instance of it. */
export type CompiledCore = { readonly script: string; readonly module: WasmModule }

/** Finds and compiles the package; the cause where it is not installed or does not compile. */
export const compileCore = (resolver: NodeJS.Require): ResultAsync<CompiledCore, string> =>
  ResultAsync.fromPromise(
    (async () => {
      const script = resolver.resolve('@ffmpeg/core')
      const module = await webAssembly.compile(await readFile(resolver.resolve('@ffmpeg/core/wasm')))
      return { script, module }
    })(),
    (cause) => ((cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND' ? 'not installed' : String(cause)),
  )

/** One run in a worker thread of its own. `stop` ends it at once, even in the middle of a loop. */
export type CoreRun = {
  /** Never rejects. The error is why the worker itself came to an end. */
  readonly ended: Promise<Result<CoreAnswer, string>>
  readonly stop: () => Promise<void>
}

/** Starts a run. It sees the files it is given of the directory, and nothing else of the machine. */
export const startCore = (core: CompiledCore, order: Omit<CoreOrder, 'core'>): CoreRun => {
  try {
    const worker = new Worker(new URL('./wasm-worker.ts', import.meta.url), {
      workerData: { ...order, core } satisfies CoreOrder,
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    })
    const ended = new Promise<Result<CoreAnswer, string>>((resolve) => {
      worker.once('message', (answer: CoreAnswer) => resolve(ok(answer)))
      worker.once('error', (cause) => resolve(err(String(cause))))
      worker.once('exit', (code) => resolve(err(`worker ended with ${code}`)))
    })
    return { ended, stop: async () => void (await worker.terminate()) }
  } catch (cause) {
    return { ended: Promise.resolve(err(String(cause))), stop: () => Promise.resolve() }
  }
}

/** What `-version` prints: the proof that the core runs here. */
export const coreVersion = (core: CompiledCore): ResultAsync<string, string> => {
  const run = startCore(core, { directory: '/', arguments: ['-version'], reads: [], writes: [] })
  return new ResultAsync(run.ended.then((end) => end.map((answer) => answer.said))).map(async (said) => {
    await run.stop()
    return said
  })
}
