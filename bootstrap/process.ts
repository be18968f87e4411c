import { CannotStart } from './cannot-start.ts'
import { containerOf } from './container.ts'
import { readSettings } from './settings.ts'
import type { Container } from 'inversify'

type Running = { close(): Promise<void> }

const exitWith = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line)
  process.exit(1)
}

/** Runs until SIGTERM or SIGINT, then shuts down cleanly. If it cannot start, it prints why and exits with 1. */
export const runProcess = async (start: (container: Container) => Promise<Running>): Promise<void> => {
  const settings = readSettings(process.env).match((read) => read, exitWith)
  const running = await start(containerOf(settings)).catch((cause: unknown) => {
    if (cause instanceof CannotStart)
      return exitWith(cause.cause instanceof Error ? [...cause.lines, cause.cause.message] : cause.lines)
    throw cause
  })
  const shutDown = () => void running.close().then(() => process.exit(0))
  process.once('SIGTERM', shutDown)
  process.once('SIGINT', shutDown)
}
