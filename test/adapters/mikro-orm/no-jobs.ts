import { okAsync } from 'neverthrow'
import type { JobsIn } from '#adapters/mikro-orm/transactions/unit-of-work.ts'

/** Nothing is queued; the queue has tests of its own. */
export const noJobs: JobsIn = () => ({
  add: () => okAsync(),
  retry: () => okAsync({ taken: [], queued: 0 }),
})
