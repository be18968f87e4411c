import type { Writable } from 'node:stream'
import { err, ok, type Result } from 'neverthrow'
import { Deadline } from './deadline.ts'
import { decodeArguments, type DecodeRequest, TO_PIPE } from './decode-arguments.ts'
import type { Abilities, Job } from './encode-arguments.ts'
import type { NativeFfmpeg } from './find-ffmpeg.ts'
import { guarded } from './guards.ts'
import type { Log } from './log.ts'
import { startProcessGroup, type ExitStatus, type ProcessGroup } from './process-group.ts'
import { readAhead } from './read-ahead.ts'
import type { InputAborted, FfmpegRunner, RunFault, Samples } from './runner.ts'

/** A decoder writes only to its pipe. */
const NO_FILE = 0
/** Enough for a master of 12 hours. */
const MAX_MASTER_BYTES = 1024 ** 3

/** Versions of ffmpeg from 5.0 on. Of an unreleased build it is not known what it can do. */
const FROM_5 = /^n?(?:[5-9]|\d\d+)\./

/** The exit codes for a command that is not executable or not found; setpriv and prlimit use the shell's. */
const CANNOT_RUN: readonly number[] = [126, 127]

const faultOf = (end: ExitStatus): RunFault | null => {
  switch (end.type) {
    case 'Killed':
      return { type: 'Failed', cause: `killed by ${end.signal}: ${end.stderr.trim()}` }
    case 'Exited':
      if (end.code === 0) return null
      if (CANNOT_RUN.includes(end.code)) return { type: 'NotStarted', cause: end.stderr.trim() }
      return { type: 'Failed', cause: `exit code ${end.code}: ${end.stderr.trim()}` }
  }
}

/** Whether the process accepted the bytes. Waiting for it applies backpressure. */
const writeTo = (pipe: Writable, bytes: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => pipe.write(bytes, (fault) => resolve(fault === null || fault === undefined)))

/** Runs ffmpeg as a process, each run in its own process group. */
export class NativeRunner implements FfmpegRunner {
  readonly abilities: Abilities
  readonly #ffmpeg: NativeFfmpeg
  readonly #milliseconds: number

  constructor(ffmpeg: NativeFfmpeg, milliseconds: number) {
    this.#ffmpeg = ffmpeg
    const isFrom5 = FROM_5.test(ffmpeg.version)
    this.abilities = { opusComplexity: 10, standsBy: true, hasLongTexts: isFrom5, hasExactEnd: isFrom5 }
    this.#milliseconds = milliseconds
  }

  async *decode(
    directory: string,
    request: DecodeRequest,
    log: Log,
  ): AsyncGenerator<Result<Uint8Array, RunFault>, void, undefined> {
    const deadline = new Deadline(this.#milliseconds)
    const started = await this.#start(directory, decodeArguments(request, TO_PIPE), NO_FILE, (text) => log.hear(text))
    if (started.isErr()) {
      yield err(started.error)
      return
    }
    const ffmpeg = started.value
    try {
      const next = readAhead(ffmpeg.stdout)
      for (;;) {
        const portion = await deadline.during(next())
        if (portion.isErr()) {
          yield err(portion.error)
          return
        }
        if (portion.value === null) break
        for (const chunk of portion.value) yield ok(chunk)
      }
      const fault = await this.#end(ffmpeg, deadline)
      if (fault !== null) yield err(fault)
    } finally {
      await ffmpeg.kill()
    }
  }

  async encode(
    directory: string,
    jobOn: (input: string) => Job,
    samples: Samples,
  ): Promise<Result<void, RunFault | InputAborted>> {
    const deadline = new Deadline(this.#milliseconds)
    const started = await this.#start(directory, jobOn('pipe:0').arguments, MAX_MASTER_BYTES)
    if (started.isErr()) return err(started.error)
    const ffmpeg = started.value
    try {
      for await (const chunk of samples) {
        if (chunk.isErr()) return err(chunk.error)
        const written = await deadline.during(writeTo(ffmpeg.stdin, chunk.value))
        if (written.isErr()) return err(written.error)
        if (!written.value) break
      }
      ffmpeg.stdin.end()
      const fault = await this.#end(ffmpeg, deadline)
      return fault === null ? ok() : err(fault)
    } finally {
      await ffmpeg.kill()
    }
  }

  async run(directory: string, job: Job, signal: AbortSignal): Promise<Result<void, RunFault>> {
    const deadline = new Deadline(this.#milliseconds)
    const started = await this.#start(directory, job.arguments, MAX_MASTER_BYTES)
    if (started.isErr()) return err(started.error)
    const ffmpeg = started.value
    const stop = (): void => void ffmpeg.kill()
    signal.addEventListener('abort', stop)
    try {
      if (signal.aborted) stop()
      ffmpeg.stdin.end()
      const fault = await this.#end(ffmpeg, deadline)
      return fault === null ? ok() : err(fault)
    } finally {
      signal.removeEventListener('abort', stop)
      await ffmpeg.kill()
    }
  }

  async #start(
    directory: string,
    run: readonly string[],
    fileBytes: number,
    hear: (text: string) => void = () => undefined,
  ): Promise<Result<ProcessGroup, RunFault>> {
    const { path, guards, searchPath } = this.#ffmpeg
    const limits = { seconds: Math.ceil(this.#milliseconds / 1000), fileBytes }
    const [command, ...rest] = guarded(guards, path, limits)
    // Settings contain passwords, so they are kept from a program that reads untrusted files.
    const environment = { PATH: searchPath }
    const started = await startProcessGroup({ command, arguments: [...rest, ...run], directory, environment, hear })
    return started.mapErr((cause) => ({ type: 'NotStarted', cause }))
  }

  async #end(ffmpeg: ProcessGroup, deadline: Deadline): Promise<RunFault | null> {
    const end = await deadline.during(ffmpeg.ended)
    return end.isErr() ? end.error : faultOf(end.value)
  }
}
