import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { descendants } from '#test/process/descendants.ts'

/** What a process has in memory by itself, in MB of 1,000,000 bytes, as the kernel counts it; 0 once it has ended. */
export const megabytesOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024) / 1e6
}

/** In MB: of the process, and of it with everything that it started. */
export type Most = { readonly alone: number; readonly withChildren: number }

const SAMPLE_EVERY = 200

/** The most that a process had while the work was done. */
export const mostDuring = async (pid: number, work: () => Promise<unknown>): Promise<Most> => {
  let [alone, withChildren] = [0, 0]
  const over = new AbortController()
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const [own, ...theirs] = await Promise.all([pid, ...(await descendants(pid))].map(megabytesOf))
      alone = Math.max(alone, own ?? 0)
      withChildren = Math.max(
        withChildren,
        theirs.reduce((sum, one) => sum + one, own ?? 0),
      )
      await setTimeout(SAMPLE_EVERY)
    }
  }
  await Promise.all([watch(), work().finally(() => over.abort())])
  return { alone, withChildren }
}
