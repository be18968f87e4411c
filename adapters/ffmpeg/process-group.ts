import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { err, ok, type Result } from 'neverthrow'

/** How much of what a process says on its standard error is kept: the end of it. */
const TAIL = 4096

/** How a process ended: by itself with a code, or by a signal. */
export type ProcessEnd =
  | { readonly type: 'Exited'; readonly code: number; readonly said: string }
  | { readonly type: 'Killed'; readonly signal: string; readonly said: string }

/** A process that leads a group of its own. */
export type ProcessGroup = {
  readonly stdin: Writable
  readonly stdout: Readable
  /** Settles when the process has ended and its pipes are closed; it never rejects. */
  readonly ended: Promise<ProcessEnd>
  /** Kills whatever of the group is left, and waits until it is gone. May be repeated. */
  readonly kill: () => Promise<void>
}

export type ProcessOrder = {
  readonly command: string
  readonly arguments: readonly string[]
  readonly directory: string
  /** All that the process sees of the environment. */
  readonly environment: Readonly<Record<string, string>>
}

const killGroup = (pid: number): void => {
  try {
    // A process that made children of its own must not leave them: the minus sign means the group. Windows has none.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It is gone already, which is what was wanted.
  }
}

/** Starts a process in a group of its own; the cause where the system does not start it. */
export const startGroup = async (order: ProcessOrder): Promise<Result<ProcessGroup, string>> => {
  try {
    const child = spawn(order.command, [...order.arguments], {
      cwd: order.directory,
      env: order.environment,
      detached: true,
      windowsHide: true,
    })
    // Without a number it has not begun, and may not even have pipes; the event to come says why.
    if (child.pid === undefined) return err(String((await once(child, 'error'))[0]))
    return ok(asGroup(child, child.pid))
  } catch (cause) {
    return err(String(cause))
  }
}

const asGroup = (child: ChildProcessWithoutNullStreams, pid: number): ProcessGroup => {
  const pipes = [child.stdin, child.stdout, child.stderr]
  // A process that ends while it is written to or read from is told of by `ended`; unheard it would end this one.
  for (const source of [child, ...pipes]) source.on('error', () => undefined)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-TAIL)
  })
  let isSessionExpired = false
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (code, signal) => {
      isSessionExpired = true
      resolve(signal === null ? { type: 'Exited', code: code ?? 0, said } : { type: 'Killed', signal, said })
    })
  })
  const kill = async (): Promise<void> => {
    // Once its pipes are closed nobody of the group is left, and its number may be given to another.
    if (!isSessionExpired) killGroup(pid)
    for (const pipe of pipes) pipe.destroy()
    await ended
  }
  return { stdin: child.stdin, stdout: child.stdout, ended, kill }
}
