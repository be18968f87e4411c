/** What a command tells while it works, and what ends it early. */
export type Course = {
  /** A line about how far it is. */
  readonly tell: (line: string) => void
  /** A line about something that is wrong, and does not end it. */
  readonly complain: (line: string) => void
  readonly signal: AbortSignal
}
