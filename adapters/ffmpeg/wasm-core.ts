import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { CoreResult, CoreRequest } from './wasm-worker.ts'
import { webAssembly, type WasmModule } from './web-assembly.ts'

/** `@ffmpeg/core`, compiled once; every run is a new instance. */
export type CompiledCore = { readonly script: string; readonly module: WasmModule }

/** Finds and compiles the package; the cause if it is not installed or does not compile. */
export const compileCore = (resolver: NodeJS.Require): ResultAsync<CompiledCore, string> =>
  ResultAsync.fromPromise(
    (async () => {
      const script = resolver.resolve('@ffmpeg/core')
      const module = await webAssembly.compile(await readFile(resolver.resolve('@ffmpeg/core/wasm')))
      return { script, module }
    })(),
    (cause) => ((cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND' ? 'not installed' : String(cause)),
  )

/** One run in its own worker thread. `stop` terminates it immediately, even in the middle of a loop. */
export type CoreRun = {
  /** Never rejects. The error tells why the worker itself ended. */
  readonly ended: Promise<Result<CoreResult, string>>
  readonly stop: () => Promise<void>
}

/** Starts a run. It can access the listed files of the directory and nothing else on the machine. */
export const startCore = (core: CompiledCore, request: Omit<CoreRequest, 'core'>): CoreRun => {
  try {
    const worker = new Worker(new URL('./wasm-worker.ts', import.meta.url), {
      workerData: { ...request, core } satisfies CoreRequest,
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    })
    const ended = new Promise<Result<CoreResult, string>>((resolve) => {
      worker.once('message', (result: CoreResult) => resolve(ok(result)))
      worker.once('error', (cause) => resolve(err(String(cause))))
      worker.once('exit', (code) => resolve(err(`the worker exited with code ${code}`)))
    })
    return { ended, stop: async () => void (await worker.terminate()) }
  } catch (cause) {
    return { ended: Promise.resolve(err(String(cause))), stop: () => Promise.resolve() }
  }
}

/** The output of `-version`, which shows that the core runs here. */
export const coreVersion = (core: CompiledCore): ResultAsync<string, string> => {
  const run = startCore(core, { directory: '/', arguments: ['-version'], reads: [], writes: [] })
  return new ResultAsync(run.ended.then((end) => end.map(({ output }) => output))).map(async (output) => {
    await run.stop()
    return output
  })
}
