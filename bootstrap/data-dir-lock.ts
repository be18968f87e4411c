import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { CannotStart } from './cannot-start.ts'

/** A start waits so long for a process that is just ending, or was killed a moment ago. */
const PATIENCE = 5000
const PAUSE = 20

/** What the kernel tells of a process; nothing where there is none, or no such kernel. */
const statOf = async (pid: number): Promise<readonly string[]> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** A zombie is dead and holds nothing: only its parent has not asked for its end yet. */
const isAlive = async (pid: number): Promise<boolean> => {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPERM')) return false
  }
  const [state = ''] = await statOf(pid)
  return state !== 'Z' && state !== 'X'
}

/** When the process began, as the kernel counts it; `unknown` where the kernel does not tell. Pids are used again, this is not. */
const beginOf = async (pid: number): Promise<string> => {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const begin = (await statOf(pid))[19]
  return begin === undefined ? 'unknown' : `${boot.trim()}/${begin}`
}

/** The process that wrote the file, if it is another one and still there. */
const holderOf = async (file: string): Promise<number | null> => {
  const [written, begin] = (await readFile(file, 'utf8').catch(() => '')).split(' ')
  const pid = Number(written)
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid || !(await isAlive(pid))) return null
  return begin === (await beginOf(pid)) ? pid : null
}

/** The same, asked again and again until there is none or {@link PATIENCE} is over. */
const lastingHolderOf = async (file: string): Promise<number | null> => {
  const deadline = performance.now() + PATIENCE
  for (;;) {
    const holder = await holderOf(file)
    if (holder === null || performance.now() > deadline) return holder
    await setTimeout(PAUSE)
  }
}

/**
 * Keeps a second process off an embedded database, which only one may open: `process.pid` in DATA_DIR names the holder
 * and when it began. What a dead process left is taken over, and one that is just ending is waited for.
 * Ends with the way to let go.
 */
export const lockDataDir = async (dataDir: string): Promise<() => Promise<void>> => {
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'process.pid')
  const holder = await lastingHolderOf(file)
  if (holder !== null) {
    throw new CannotStart([
      `DATA_DIR: a folder no other process works in; ${dataDir} is held by process ${holder} (${file} says so)`,
    ])
  }
  await writeFile(file, `${process.pid} ${await beginOf(process.pid)}`)
  return () => rm(file, { force: true })
}
