import { pino } from 'pino'
import type { Settings } from './settings.ts'

/** The operator's log: one JSON object per line, on standard output. */
export type Log = Pick<ReturnType<typeof pino>, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>

export const openLog = (level: Settings['LOG_LEVEL']): Log =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  })
