import { CannotStart } from '../cannot-start.ts'
import type { Role } from '../role.ts'
import { readSettings, type Settings } from '../settings.ts'
import type { Course } from './course.ts'

const [DONE, FAILED, MISUSED] = [0, 1, 2]

/** Prints the lines and ends the process. */
const end = (lines: readonly string[], code: number): never => {
  for (const line of lines) console.error(line)
  process.exit(code)
}

/** The first SIGTERM or SIGINT ends what is under way in order, the second one at once. */
const interruption = (): AbortSignal => {
  const controller = new AbortController()
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(FAILED)
    controller.abort(new CannotStart(['interrupted']))
  }
  process.on('SIGTERM', interrupt)
  process.on('SIGINT', interrupt)
  return controller.signal
}

/** Runs a command that takes a folder. `work` returns how many faults it told of; with one, the exit code is 1. */
export const runOnFolder = async (
  name: 'backup' | 'restore',
  role: Role,
  work: (settings: Settings, folder: string, course: Course) => Promise<number>,
): Promise<void> => {
  const [folder, ...more] = process.argv.slice(2)
  if (folder === undefined || folder.startsWith('-') || more.length > 0)
    return end([`npm run ${name} -- <folder>, or soundhub ${name} <folder>`], MISUSED)
  const settings = readSettings({ ...process.env, LOG_LEVEL: 'warn' }, role).match(
    (read) => read,
    (lines) => end(lines, FAILED),
  )
  const course = { tell: console.log, complain: console.error, signal: interruption() }
  const faults = await work(settings, folder, course).catch((cause: unknown) => {
    if (!(cause instanceof CannotStart)) throw cause
    return end(cause.said, FAILED)
  })
  process.exit(faults === 0 ? DONE : FAILED)
}
