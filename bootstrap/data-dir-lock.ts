import { createHash, randomUUID } from 'node:crypto'
import { copyFile, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { CannotStart } from './cannot-start.ts'

/** How long a start waits for a process that is just ending, or was killed a moment ago. In milliseconds. */
const MAX_WAIT = 5000
const POLL_INTERVAL = 20

/** The fields of /proc/<pid>/stat; empty if there is no such process, or no /proc. */
const statOf = async (pid: number): Promise<readonly string[]> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** A zombie counts as dead: it has ended, and only its parent has not reaped it yet. */
const isAlive = async (pid: number): Promise<boolean> => {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPERM')) return false
  }
  const [state = ''] = await statOf(pid)
  return state !== 'Z' && state !== 'X'
}

/** When the process started, which is unique where a pid is not. `unknown` without /proc. */
const beginOf = async (pid: number): Promise<string> => {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const begin = (await statOf(pid))[19]
  return begin === undefined ? 'unknown' : `${boot.trim()}/${begin}`
}

/** The process that wrote the file, if it is another one and still alive. */
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

/** Whether this process made the link, which is atomic. The content of `claim` is there from the start. */
const linked = async (claim: string, file: string): Promise<boolean> => {
  try {
    await link(claim, file)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    // A file system without links.
    await copyFile(claim, file)
    return true
  }
}

/**
 * Whether this process got the file. Of those who find the file of one dead process, only the one that holds that
 * process's succession may replace it, and it gives that up in the same rename. A successor that died is succeeded too.
 */
const claimed = async (claim: string, file: string): Promise<boolean> => {
  if (await linked(claim, file)) return true
  const dead = await contentOf(file)
  if (dead === null || (await holderOf(file)) !== null) return false
  const succession = `${file}.${createHash('sha256').update(dead).digest('hex').slice(0, 16)}`
  if (!(await claimed(claim, succession))) return false
  if ((await contentOf(file)) === dead) {
    await rename(succession, file)
    return true
  }
  await rm(succession, { force: true })
  return false
}

/**
 * Keeps a second process off an embedded database, which only one may open: `process.pid` in DATA_DIR names the holder
 * and when it started. Takes over the file of a dead process, and waits for one that is just ending. Returns a function
 * that releases the lock.
 */
export const lockDataDir = async (dataDir: string): Promise<() => Promise<void>> => {
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'process.pid')
  const holder = await lastingHolderOf(file)
  if (holder !== null) {
    throw new CannotStart([
      `DATA_DIR: a folder no other process works in; ${dataDir} is held by process ${holder} (${file} says so); several processes need DATABASE_URL`,
    ])
  }
  const nonce = randomUUID()
  const content = `${process.pid} ${await beginOf(process.pid)} ${nonce}`
  const claim = `${file}.${nonce}`
  await writeFile(claim, content)
  try {
    if (!(await claimed(claim, file))) return await lockDataDir(dataDir)
  } finally {
    await rm(claim, { force: true })
  }
  return async () => {
    if ((await contentOf(file)) === content) await rm(file, { force: true })
  }
}
