/** How long a process takes to end after the first signal, in ms. */
export const ENDING = {
  /** Requests that were accepted and jobs in hand may take so long; then they are cut off, and jobs given back. */
  acceptedMs: 18_000,
  /** Whatever still hangs then ends with the process. */
  wholeMs: 20_000,
} as const
