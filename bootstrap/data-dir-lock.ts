import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotStart } from './cannot-start.ts'

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
}

/** When the process began, as the kernel counts it; `unknown` where the kernel does not tell. Pids are used again, this is not. */
const beginOf = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const begin = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  return begin === undefined ? 'unknown' : `${boot.trim()}/${begin}`
}

/** The process that wrote the file, if it is another one and still there. */
const holderOf = async (file: string): Promise<number | null> => {
  const [written, begin] = (await readFile(file, 'utf8').catch(() => '')).split(' ')
  const pid = Number(written)
  const isThere = Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid)
  return isThere && begin === (await beginOf(pid)) ? pid : null
}

/**
 * Keeps a second process off an embedded database, which only one may open: `process.pid` in DATA_DIR names the holder
 * and when it began. What a dead process left is taken over. Ends with the way to let go.
 */
export const lockDataDir = async (dataDir: string): Promise<() => Promise<void>> => {
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'process.pid')
  const holder = await holderOf(file)
  if (holder !== null) {
    throw new CannotStart([
      `DATA_DIR: a folder no other process works in; ${dataDir} is held by process ${holder} (${file} says so)`,
    ])
  }
  await writeFile(file, `${process.pid} ${await beginOf(process.pid)}`)
  return () => rm(file, { force: true })
}
