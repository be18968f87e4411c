import type { ErrorReport, ErrorReporter } from '#application/shared/error-reporter.ts'

export type MemoryErrorReporter = ErrorReporter & {
  /** The newest reports, oldest first. */
  readonly reports: () => readonly ErrorReport[]
}

/** Holds the newest `most` reports. */
export const memoryErrorReporter = (most = 1_000): MemoryErrorReporter => {
  const reports: ErrorReport[] = []
  return {
    report: (report) => {
      reports.push(report)
      if (reports.length > most) reports.shift()
    },
    reports: () => [...reports],
  }
}
