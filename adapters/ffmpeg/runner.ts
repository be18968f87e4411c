import type { Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { DecodeRequest } from './decode-arguments.ts'
import type { Abilities, Job } from './encode-arguments.ts'
import type { Log } from './log.ts'

/** How a run of ffmpeg can fail. */
export type RunFault =
  /** It could not be started. */
  | { readonly type: 'NotStarted'; readonly cause: string }
  /** It exceeded the time limit and was killed. */
  | { readonly type: 'TimedOut'; readonly milliseconds: number }
  /** It exited with an error; the cause is the end of its output. */
  | { readonly type: 'Failed'; readonly cause: string }
  | Unavailable

/** The source of the samples failed; it knows why. */
export type InputAborted = { readonly type: 'InputAborted' }

export type Samples = AsyncIterable<Result<Uint8Array, InputAborted>>

/** One way to run ffmpeg: as a process or as WebAssembly. Both work in the attempt's directory. */
export interface FfmpegRunner {
  readonly abilities: Abilities
  /**
   * Decodes the directory's file `input` to timed float samples, in NUT. Stopping the iteration early stops ffmpeg. What
   * it says goes to the log.
   */
  decode(
    directory: string,
    request: DecodeRequest,
    log: Log,
  ): AsyncGenerator<Result<Uint8Array, RunFault>, void, undefined>
  /** Runs a job that reads the samples as its input, while they come in if it can. */
  encode(
    directory: string,
    jobOn: (input: string) => Job,
    samples: Samples,
  ): Promise<Result<void, RunFault | InputAborted>>
  /** Runs a job on files that are complete. The signal ends it early, as a fault. */
  run(directory: string, job: Job, signal: AbortSignal): Promise<Result<void, RunFault>>
}
