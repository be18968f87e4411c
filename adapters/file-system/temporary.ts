import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ResultAsync } from 'neverthrow'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'

/** `<process id>-<random>`, the names of the folders that {@link makeTemporaryFolder} creates. */
const PROCESS_FOLDER = /^([1-9]\d{0,9})-[A-Za-z0-9]{6}$/

/**
 * Removes the folders that dead processes left in `directory` and returns a new, empty one for this process:
 * `<directory>/<process id>-<random>`. Call it once, at start, before anything temporary is written: a folder with this
 * process's own id must be from an earlier process with the same id, so it is removed too. Other files and folders stay.
 * All processes that use the directory must share a PID namespace. If another process now has the id of a dead one, the
 * old folder stays until a later start.
 */
export const makeTemporaryFolder = (directory: string): Outcome<string> =>
  ResultAsync.fromPromise(sweep(directory), (cause) => unavailable('files', cause))

const sweep = async (directory: string): Promise<string> => {
  await mkdir(directory, { recursive: true })
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const owner = PROCESS_FOLDER.exec(entry.name)?.[1]
    if (owner === undefined || !entry.isDirectory() || isOtherProcessAlive(Number(owner))) continue
    await rm(join(directory, entry.name), { recursive: true, force: true })
  }
  return mkdtemp(join(directory, `${process.pid}-`))
}

const isOtherProcessAlive = (processId: number): boolean => {
  if (processId === process.pid) return false
  try {
    return process.kill(processId, 0)
  } catch (cause) {
    // It exists, but belongs to another user.
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
