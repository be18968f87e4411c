import type { Readable, Writable } from 'node:stream'
import { err, ok, type Result } from 'neverthrow'
import { decodeArguments, encodeArguments, type DecodeOrder } from './arguments.ts'
import { Deadline } from './deadline.ts'
import type { NativeFfmpeg } from './find-ffmpeg.ts'
import { guarded } from './guards.ts'
import { startGroup, type ProcessEnd, type ProcessGroup } from './process-group.ts'
import type { BrokenOff, FfmpegRunner, RunFault, Samples } from './runner.ts'

/** A decoder writes to its pipe and to no file. */
const NO_FILE = 0
/** A master of 12 hours. */
const MASTER_BYTES = 1024 ** 3

/** What the shell, and setpriv and prlimit after it, answer for a command that cannot be run or is not there. */
const CANNOT_RUN: readonly number[] = [126, 127]

const faultOf = (end: ProcessEnd): RunFault | null => {
  switch (end.type) {
    case 'Killed':
      return { type: 'GaveUp', cause: `killed by ${end.signal}: ${end.said.trim()}` }
    case 'Exited':
      if (end.code === 0) return null
      if (CANNOT_RUN.includes(end.code)) return { type: 'NotStarted', cause: end.said.trim() }
      return { type: 'GaveUp', cause: `exit code ${end.code}: ${end.said.trim()}` }
  }
}

/** `null` at the end; a pipe that breaks has ended, and how the process ended tells why. */
const readFrom = async (chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | null> => {
  try {
    const next = await chunks.next()
    return next.done === true ? null : next.value
  } catch {
    return null
  }
}

/** Whether the process took the bytes; it is fed no faster than it eats. */
const writeTo = (pipe: Writable, bytes: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => pipe.write(bytes, (fault) => resolve(fault === null || fault === undefined)))

/** ffmpeg as a process of this machine, each run leading a process group of its own. */
export class NativeRunner implements FfmpegRunner {
  readonly #ffmpeg: NativeFfmpeg
  readonly #milliseconds: number

  constructor(ffmpeg: NativeFfmpeg, milliseconds: number) {
    this.#ffmpeg = ffmpeg
    this.#milliseconds = milliseconds
  }

  async *decode(directory: string, order: DecodeOrder): AsyncGenerator<Result<Uint8Array, RunFault>, void, undefined> {
    const deadline = new Deadline(this.#milliseconds)
    const started = await this.#start(directory, decodeArguments(order, 'pipe:1'), NO_FILE)
    if (started.isErr()) {
      yield err(started.error)
      return
    }
    const ffmpeg = started.value
    try {
      const chunks = (ffmpeg.stdout as Readable & AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
      for (;;) {
        const chunk = await deadline.during(readFrom(chunks))
        if (chunk.isErr()) {
          yield err(chunk.error)
          return
        }
        if (chunk.value === null) break
        yield ok(chunk.value)
      }
      const fault = await this.#end(ffmpeg, deadline)
      if (fault !== null) yield err(fault)
    } finally {
      await ffmpeg.kill()
    }
  }

  async encode(directory: string, samples: Samples): Promise<Result<void, RunFault | BrokenOff>> {
    const deadline = new Deadline(this.#milliseconds)
    const started = await this.#start(directory, encodeArguments('pipe:0'), MASTER_BYTES)
    if (started.isErr()) return err(started.error)
    const ffmpeg = started.value
    try {
      for await (const piece of samples) {
        if (piece.isErr()) return err(piece.error)
        const taken = await deadline.during(writeTo(ffmpeg.stdin, piece.value))
        if (taken.isErr()) return err(taken.error)
        if (!taken.value) break
      }
      ffmpeg.stdin.end()
      const fault = await this.#end(ffmpeg, deadline)
      return fault === null ? ok() : err(fault)
    } finally {
      await ffmpeg.kill()
    }
  }

  async #start(directory: string, run: readonly string[], fileBytes: number): Promise<Result<ProcessGroup, RunFault>> {
    const { path, guards, searchPath } = this.#ffmpeg
    const limits = { seconds: Math.ceil(this.#milliseconds / 1000), fileBytes }
    const [command, ...rest] = guarded(guards, path, limits)
    // None of the settings, which hold passwords, is any business of a program that reads strangers' files.
    const environment = { PATH: searchPath }
    const started = await startGroup({ command, arguments: [...rest, ...run], directory, environment })
    return started.mapErr((cause) => ({ type: 'NotStarted', cause }))
  }

  async #end(ffmpeg: ProcessGroup, deadline: Deadline): Promise<RunFault | null> {
    const end = await deadline.during(ffmpeg.ended)
    return end.isErr() ? end.error : faultOf(end.value)
  }
}
