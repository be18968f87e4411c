import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { COMPILE_CACHE } from '../compile-cache.ts'
import { freePort } from './free-port.ts'
import { until } from '../story/until.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A server as `npm start` starts it, in a process of its own. */
export type ServerProcess = {
  readonly url: string
  readonly pid: number
  /** All that it has logged so far. */
  log(): string
  /** SIGKILL: it learns nothing of it. */
  kill(): Promise<void>
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>
  /** Sends a signal, and waits for nothing. */
  signal(which: NodeJS.Signals): void
  /** Its exit code, `null` if a signal ended it. */
  readonly ended: Promise<number | null>
}

const ended = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** In ms. */
const STARTS_WITHIN = 90_000

/** Starts `bootstrap/<program>.ts` and waits until it answers, or fails with what it logged. It ends without draining. */
export const startServerProcess = async (
  environment: Readonly<Record<string, string>>,
  program: 'main' | 'server-alone' = 'main',
  startsWithin = STARTS_WITHIN,
): Promise<ServerProcess> => {
  const port = Number(environment['PORT'] ?? (await freePort()))
  const child = spawn(process.execPath, [`bootstrap/${program}.ts`], {
    cwd: ROOT,
    env: {
      ...COMPILE_CACHE,
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(port),
      DRAIN_SECONDS: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let logged = ''
  child.stdout.on('data', (bytes: Buffer) => void (logged += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => void (logged += bytes.toString()))
  const url = `http://127.0.0.1:${port}`
  try {
    await until(
      'the server answers',
      async () => {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
        const answer = await fetch(`${url}/readyz`).catch(() => undefined)
        return answer?.ok === true ? answer : undefined
      },
      startsWithin,
    )
  } catch (cause) {
    child.kill('SIGKILL')
    throw new Error(`${String(cause)}\n${logged}`, { cause })
  }
  return {
    url,
    pid: child.pid ?? 0,
    log: () => logged,
    kill: async () => {
      child.kill('SIGKILL')
      await ended(child)
    },
    stop: async () => {
      child.kill('SIGTERM')
      return ended(child)
    },
    signal: (which) => void child.kill(which),
    ended: ended(child),
  }
}
