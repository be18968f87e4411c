import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export type RunningProcess = { readonly pid: number; readonly parent: number; readonly group: number }

/** `stat` of proc(5): the name is in brackets and may hold anything, what follows is state, parent, group. */
const STAT = /^\d+ \(.*\) (?<state>\S) (?<parent>\d+) (?<group>\d+)/s

const fromProc = (): readonly RunningProcess[] =>
  readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const found = STAT.exec(readFileSync(`/proc/${name}/stat`, 'latin1'))?.groups
      if (found === undefined || found['state'] === 'Z') return []
      return [{ pid: Number(name), parent: Number(found['parent']), group: Number(found['group']) }]
    } catch {
      // It ended between the two reads.
      return []
    }
  })

const fromPs = (): readonly RunningProcess[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,comm='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state = 'Z', name = '']) => !state.startsWith('Z') && !name.endsWith('ps'))
    .map(([pid, parent, group]) => ({ pid: Number(pid), parent: Number(parent), group: Number(group) }))

/** What runs now, zombies left out. */
export const running = (): readonly RunningProcess[] => (process.platform === 'linux' ? fromProc() : fromPs())

/** Children of a process, this one if none is named. */
export const childrenOf = (parent: number = process.pid): readonly RunningProcess[] =>
  running().filter((one) => one.parent === parent)
