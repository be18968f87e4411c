import type { Container } from 'inversify'
import { CannotStart } from './cannot-start.ts'
import { containerOf } from './container.ts'
import { ENDING } from './ending.ts'
import type { Role } from './role.ts'
import { readSettings } from './settings.ts'

type Running = { close(): Promise<void> }

const exitWith = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line)
  process.exit(1)
}

/**
 * Runs until SIGTERM or SIGINT, then ends well within {@link ENDING}, or at once on a second signal. If it cannot start, it
 * prints why and exits with 1.
 */
export const runProcess = async (role: Role, start: (container: Container) => Promise<Running>): Promise<void> => {
  const settings = readSettings(process.env, role).match((read) => read, exitWith)
  const running = await start(containerOf(settings)).catch((cause: unknown) => {
    if (cause instanceof CannotStart) return exitWith(cause.said)
    throw cause
  })
  let isEnding = false
  const end = (): void => {
    if (isEnding) process.exit(1)
    isEnding = true
    setTimeout(() => exitWith(['not everything ended in time']), ENDING.wholeMs).unref()
    void running.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
