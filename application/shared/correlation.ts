/**
 * Knows which request the work under way was caused by, so that lines of the log, jobs and mails can name it. No use case asks
 * it, and nothing is decided by it.
 */
export interface Correlation {
  /** The id of the request; `null` outside of {@link within}. */
  requestId(): string | null
  /** Calls `work`; it and everything that it awaits belong to the request. */
  within<Value>(requestId: string, work: () => Value): Value
}
