import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { until } from '../story/until.ts'
import type { Host } from './packed-soundhub.ts'

type Wait = {
  /** It has started once this answers. */
  readonly until: string
  /** Beside the environment of the tests. */
  readonly environment?: Readonly<Record<string, string>>
}

/** A program that goes on until it is told to stop. */
export type Started = {
  /** All that it has said so far. */
  said(): string
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>
}

const LONGEST_START = 120_000

/** Starts a program in a host's folder, waits until it answers, and ends it when the test is over. */
export const startIn = async (
  host: Host,
  program: string,
  parameters: readonly string[],
  { until: url, environment = {} }: Wait,
): Promise<Started> => {
  const child = spawn(program, parameters, {
    cwd: host.folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => void (said += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => void (said += bytes.toString()))
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    return child.exitCode
  }
  onTestFinished(async () => void (await end('SIGKILL')))
  await until(
    `${program} answers`,
    async () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${said}`)
      return (await fetch(url).catch(() => undefined))?.ok === true ? true : undefined
    },
    LONGEST_START,
  )
  return { said: () => said, stop: () => end('SIGTERM') }
}
