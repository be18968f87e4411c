import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ResultAsync } from 'neverthrow'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'

/** `<process id>-<random>`, as {@link sweepTemporary} names the folders it gives. */
const OF_A_PROCESS = /^([1-9]\d{0,9})-[A-Za-z0-9]{6}$/

/**
 * Removes what dead processes left below `directory` and gives back a new, empty folder there for this process:
 * `<directory>/<process id>-<random>`. To be called once, at start, before anything temporary is written: a folder with
 * this process's own id is from an earlier process that had the same one. Everything else is left alone. Processes that
 * share the directory must see each other's process ids; where an id was given anew, the folder waits for a later start.
 */
export const sweepTemporary = (directory: string): Outcome<string> =>
  ResultAsync.fromPromise(sweep(directory), (cause) => unavailable('files', cause))

const sweep = async (directory: string): Promise<string> => {
  await mkdir(directory, { recursive: true })
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const owner = OF_A_PROCESS.exec(entry.name)?.[1]
    if (owner === undefined || !entry.isDirectory() || isAnotherAlive(Number(owner))) continue
    await rm(join(directory, entry.name), { recursive: true, force: true })
  }
  return mkdtemp(join(directory, `${process.pid}-`))
}

const isAnotherAlive = (processId: number): boolean => {
  if (processId === process.pid) return false
  try {
    return process.kill(processId, 0)
  } catch (cause) {
    // It is there, but somebody else's.
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
