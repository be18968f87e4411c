import type { ErrorReporter } from '#application/shared/error-reporter.ts'

/** For a host that finds errors in the log: they are reported nowhere else. */
export const withoutErrorReports: ErrorReporter = { report: () => undefined }
