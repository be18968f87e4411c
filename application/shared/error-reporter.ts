import type { UserId } from '#domain/shared/id.ts'

/** An error that nobody expected or a refusal that operators should hear of, and where it happened. */
export type ErrorReport = {
  /** What was thrown, or the cause of the refusal. Its message may quote anything, passwords included. */
  readonly error: unknown
  /** The type of the refusal, such as `Unavailable`; `null` for an error that nobody expected. */
  readonly refusal: string | null
  /** The request it happened in, or the one that caused the job; `null` where it is not known. */
  readonly requestId: string | null
  /** A method and the pattern of a path, `GET /post/{id}`, or the type of a job. Never an id. */
  readonly where: string
  /** Whose request it was; `null` if nobody was logged in, and for jobs. */
  readonly userId: UserId | null
}

/** Tells operators of errors, wherever they look for them. */
export interface ErrorReporter {
  /**
   * Never fails and never waits; a report that cannot be delivered is lost. What leaves the process says where an error
   * happened and never quotes it: no message, and nothing that a person sent.
   */
  report(report: ErrorReport): void
}
