import { pino } from 'pino'
import type { Settings } from './settings.ts'

/** The operator's log: one JSON object per line, on standard output. */
export type Log = Pick<ReturnType<typeof pino>, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>

/** Lines are gathered so long, or until there are so many bytes of them, because a write for every request costs throughput. */
const GATHERING = { minLength: 4_096, periodicFlush: 50 }

/** What was gathered is written when the process exits. Only one that is killed loses it. */
export const openLog = (level: Settings['LOG_LEVEL']): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 1, sync: false, ...GATHERING }),
  )
