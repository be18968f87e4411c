import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { CannotStart } from './cannot-start.ts'

/** How long a start waits for a process that is just ending, or was killed a moment ago. In milliseconds. */
const MAX_WAIT = 5000
const POLL_INTERVAL = 20

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

/** The same, polled until there is none or {@link MAX_WAIT} is over. */
const lastingHolderOf = async (file: string): Promise<number | null> => {
  const deadline = performance.now() + MAX_WAIT
  for (;;) {
    const holder = await holderOf(file)
    if (holder === null || performance.now() > deadline) return holder
    await setTimeout(POLL_INTERVAL)
  }
}

const contentOf = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null)

/** Moves what a dead process left out of the way, but not what a living one has written meanwhile. */
const removeStale = async (file: string): Promise<void> => {
  const stale = await contentOf(file)
  if (stale === null || (await holderOf(file)) !== null) return
  const aside = `${file}.${process.pid}-stale`
  await rename(file, aside).catch(() => undefined)
  if ((await contentOf(aside)) !== stale) await link(aside, file).catch(() => undefined)
  await rm(aside, { force: true })
}

/** Whether this process won the file. A link is made with its content at once, and by one process only. */
const claimFile = async (file: string, claim: string): Promise<boolean> => {
  const mine = `${file}.${process.pid}`
  await removeStale(file)
  await writeFile(mine, claim)
  try {
    await link(mine, file)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    // A file system without links.
    await writeFile(file, claim)
    return true
  } finally {
    await rm(mine, { force: true })
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
  const claim = `${process.pid} ${await beginOf(process.pid)}`
  if (!(await claimFile(file, claim))) return lockDataDir(dataDir)
  return async () => {
    if ((await contentOf(file)) === claim) await rm(file, { force: true })
  }
}
