import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { err, ok, type Result } from 'neverthrow'

/** How many characters of the end of standard error are kept. */
const STDERR_TAIL_LENGTH = 4096

/** How a process ended: with an exit code, or by a signal. */
export type ExitStatus =
  | { readonly type: 'Exited'; readonly code: number; readonly stderr: string }
  | { readonly type: 'Killed'; readonly signal: string; readonly stderr: string }

/** A process in a group of its own, which can be killed as a whole. */
export type ProcessGroup = {
  readonly stdin: Writable
  readonly stdout: Readable
  /** Resolves when the process has ended and its pipes are closed. Never rejects. */
  readonly ended: Promise<ExitStatus>
  /** Kills what is left of the group and waits for it to end. May be called more than once. */
  readonly kill: () => Promise<void>
}

export type ProcessOptions = {
  readonly command: string
  readonly arguments: readonly string[]
  readonly directory: string
  /** The complete environment of the process. */
  readonly environment: Readonly<Record<string, string>>
  /** Gets what it writes to standard error, as it comes. */
  readonly hear?: (text: string) => void
}

/**
 * ffmpeg says something of each frame it cannot decode, and a file of a megabyte may have a million of them: reading it all
 * would take longer than decoding. Whatever says more than a damaged recording of an hour would is killed.
 */
const MAX_SAID = 4 * 1024 * 1024

const killGroup = (pid: number): void => {
  try {
    // The minus sign means the whole group, so that no child process is left behind. Windows has no groups.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has already ended.
  }
}

/** Starts a process in its own group, or returns why the system cannot start it. */
export const startProcessGroup = async (options: ProcessOptions): Promise<Result<ProcessGroup, string>> => {
  try {
    const child = spawn(options.command, [...options.arguments], {
      cwd: options.directory,
      env: options.environment,
      detached: true,
      windowsHide: true,
    })
    // Without a pid it was not started and may not even have pipes; the error event tells why.
    if (child.pid === undefined) return err(String((await once(child, 'error'))[0]))
    return ok(asGroup(child, child.pid, options.hear))
  } catch (cause) {
    return err(String(cause))
  }
}

const asGroup = (child: ChildProcessWithoutNullStreams, pid: number, hear: ProcessOptions['hear']): ProcessGroup => {
  const pipes = [child.stdin, child.stdout, child.stderr]
  // `ended` reports the outcome already; an error event that nobody handles would crash Node.
  for (const source of [child, ...pipes]) source.on('error', () => undefined)
  let stderr = ''
  let said = 0
  let hasEnded = false
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_TAIL_LENGTH)
    hear?.(text)
    said += text.length
    if (said > MAX_SAID && !hasEnded) killGroup(pid)
  })
  const ended = new Promise<ExitStatus>((resolve) => {
    child.once('close', (code, signal) => {
      hasEnded = true
      resolve(signal === null ? { type: 'Exited', code: code ?? 0, stderr } : { type: 'Killed', signal, stderr })
    })
  })
  const kill = async (): Promise<void> => {
    // Once the pipes are closed, the group is empty and its id may be reused.
    if (!hasEnded) killGroup(pid)
    for (const pipe of pipes) pipe.destroy()
    await ended
  }
  return { stdin: child.stdin, stdout: child.stdout, ended, kill }
}
