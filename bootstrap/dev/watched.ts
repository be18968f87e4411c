import { watch } from 'node:fs'
import { resolve } from 'node:path'
import { ROOT } from '../release.ts'

/** What the page is built of and somebody edits. */
const WATCHED = ['adapters/web/page', 'adapters/web/contract.ts', 'domain']

/** An editor writes a file in several steps. */
const QUIET_MS = 50

/**
 * Does the work whenever one of the sources of the page has changed, but never twice at a time: what changes meanwhile is seen to
 * afterwards.
 *
 * @returns ends the watch
 */
export const onChange = (work: () => Promise<void>, paths: readonly string[] = WATCHED): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  let isWorking = false
  let isStale = false

  const run = async (): Promise<void> => {
    isStale = true
    if (isWorking) return
    isWorking = true
    while (isStale) {
      isStale = false
      await work()
    }
    isWorking = false
  }

  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void run(), QUIET_MS)
  }

  const watchers = paths.map((path) => watch(resolve(ROOT, path), { recursive: true }, soon))
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
