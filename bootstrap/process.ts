import { CannotStart } from './cannot-start.ts'
import { containerOf } from './container.ts'
import { readSettings } from './settings.ts'
import type { Container } from 'inversify'

type Running = { close(): Promise<void> }

const refuse = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line)
  process.exit(1)
}

/** Runs until SIGTERM or SIGINT, then ends in order; what keeps it from starting is told line by line, and the exit code is 1. */
export const runProcess = async (start: (container: Container) => Promise<Running>): Promise<void> => {
  const settings = readSettings(process.env).match((read) => read, refuse)
  const running = await start(containerOf(settings)).catch((cause: unknown) => {
    if (cause instanceof CannotStart)
      return refuse(cause.cause instanceof Error ? [...cause.lines, cause.cause.message] : cause.lines)
    throw cause
  })
  const end = () => void running.close().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
