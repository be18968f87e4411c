import { readFile } from 'node:fs/promises'
import { descendants } from '../descendants.ts'

/** The kernel counts processor time in hundredths of a second. */
const TICK = 0.01
const LOOK_EVERY = 50

/** What it took: seconds of processor, and megabytes over what there were before. */
export type Spent = { readonly seconds: number; readonly megabytes: number }

/** Processor time of this process and of those of its children that have ended. */
const secondsSpent = async (): Promise<number> => {
  const stat = await readFile('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK
}

/** The highest that the memory of a process has been, in megabytes. */
const highest = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
}

const MEGABYTE = 1024 * 1024

/** Does the work and says what it took, children included. Their memory is looked at often. */
export const spentOn = async <Value>(work: () => Promise<Value>): Promise<Spent & { readonly value: Value }> => {
  const begun = await secondsSpent()
  const before = process.memoryUsage.rss() / MEGABYTE
  let [megabytes, isLooking] = [0, false]
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    const own = process.memoryUsage.rss() / MEGABYTE - before
    const theirs = await Promise.all((await descendants(process.pid)).map(highest))
    megabytes = Math.max(megabytes, own + theirs.reduce((sum, one) => sum + one, 0))
    isLooking = false
  }
  const timer = setInterval(() => void look(), LOOK_EVERY)
  try {
    const value = await work()
    return { value, seconds: (await secondsSpent()) - begun, megabytes }
  } finally {
    clearInterval(timer)
  }
}
