import type { Container } from 'inversify'
import { CannotStart } from './cannot-start.ts'
import { containerOf, open } from './container.ts'
import { ENDING } from './ending.ts'
import type { Role } from './role.ts'
import { readSettings } from './settings.ts'

type Running = { close(): Promise<void> }

const exitWith = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line)
  process.exit(1)
}

/** Whoever reports errors gets so long for the last one. */
const LAST_WORDS_MS = 5_000

/** Node ends a process at an error that nobody caught, and rightly so; but operators hear of it first. */
const reportAndEnd = async (container: Container, cause: unknown): Promise<void> => {
  setTimeout(() => process.exit(1), LAST_WORDS_MS)
  const { log } = await open(container, ['log'])
  log.fatal({ err: cause }, 'an error that nobody caught')
  const { errorReporter, cleanup } = await open(container, ['errorReporter', 'cleanup'])
  errorReporter.report({ error: cause, refusal: null, requestId: null, where: 'process', userId: null })
  await cleanup.run()
  process.exit(1)
}

/**
 * Runs until SIGTERM or SIGINT, then ends well within {@link ENDING}, or at once on a second signal. If it cannot start, it
 * prints why and exits with 1.
 */
export const runProcess = async (role: Role, start: (container: Container) => Promise<Running>): Promise<void> => {
  const settings = readSettings(process.env, role).match((read) => read, exitWith)
  const container = containerOf(settings)
  const running = await start(container).catch((cause: unknown) => {
    if (cause instanceof CannotStart) return exitWith(cause.said)
    throw cause
  })
  process.once('uncaughtException', (cause) => void reportAndEnd(container, cause))
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
