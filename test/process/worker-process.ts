import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { COMPILE_CACHE } from '../compile-cache.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A worker as `npm run worker` starts it, in a process of its own. */
export type WorkerProcess = {
  readonly pid: number
  /** All that it has logged so far; fails if it ended by itself. */
  log(): string
  /** When it is no more. */
  readonly ended: Promise<unknown>
  /** SIGKILL: it learns nothing of it. */
  kill(): Promise<void>
  /** Sends a signal, and waits for nothing. */
  signal(which: NodeJS.Signals): void
}

/** Starts `bootstrap/worker.ts` and waits for nothing. */
export const startWorkerProcess = (environment: Readonly<Record<string, string>>): WorkerProcess => {
  const child = spawn(process.execPath, ['bootstrap/worker.ts'], {
    cwd: ROOT,
    env: { ...COMPILE_CACHE, PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let logged = ''
  child.stdout.on('data', (bytes: Buffer) => void (logged += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => void (logged += bytes.toString()))
  return {
    pid: child.pid ?? 0,
    log: () => {
      if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}\n${logged}`)
      return logged
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    signal: (which) => void child.kill(which),
    ended,
  }
}
