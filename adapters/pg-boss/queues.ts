import type { Queue } from 'pg-boss'
import type { Job, JobType } from '#application/shared/jobs.ts'
import type { MailId } from '#domain/shared/id.ts'

export type QueueSettings = Omit<Queue, 'name'>

const HOUR = 3_600
const DAY = 24 * HOUR

/** Pauses of 10 to 20 s, twice as long each time up to an hour: 32 of them last a day and a little more. */
const FOR_A_DAY = { retryLimit: 32, retryDelay: 10, retryBackoff: true, retryDelayMax: HOUR }

/** Pauses from 2 to 60 s. The core looks after mixes itself and asks again for what was left lying. */
const FOR_MINUTES = { retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 60 }

const SHARED: QueueSettings = {
  // One job of a key waits; one that is under way does not keep the same from waiting again.
  policy: 'short',
  notify: true,
  // A worker that gave no sign of life for so long is dead, and its job goes to another one.
  heartbeatSeconds: 20,
  deleteAfterSeconds: HOUR,
  retentionSeconds: 14 * DAY,
}

/** The name of each queue. Two keep an older name, so that the jobs waiting in them survive an upgrade. */
export const QUEUE_NAMES: Readonly<Record<JobType, string>> = {
  'send-mail': 'send-letter',
  'queue-reset-mail': 'order-reset',
  'purge-stale-users': 'purge-stale-users',
  'render-mix': 'render-mix',
  'remove-file': 'remove-file',
  'remove-folder': 'remove-folder',
  'sweep-orphans': 'sweep-orphans',
}

/** A job as an earlier version stored it. */
type RenamedJob =
  | { readonly type: 'send-letter'; readonly letterId: MailId }
  | (Omit<Extract<Job, { type: 'queue-reset-mail' }>, 'type'> & { readonly type: 'order-reset' })

/** The stored job under its present name. */
export const jobOf = (stored: Job | RenamedJob): Job => {
  if (stored.type === 'send-letter') return { type: 'send-mail', mailId: stored.letterId }
  return stored.type === 'order-reset' ? { ...stored, type: 'queue-reset-mail' } : stored
}

/** One queue a type of job; times in seconds. `expireInSeconds` is how long one try may take. */
export const QUEUES: Readonly<Record<JobType, QueueSettings>> = {
  'send-mail': { ...SHARED, ...FOR_A_DAY, expireInSeconds: 120 },
  'queue-reset-mail': { ...SHARED, ...FOR_A_DAY, expireInSeconds: 60 },
  'purge-stale-users': { ...SHARED, ...FOR_MINUTES, expireInSeconds: 15 * 60 },
  'render-mix': { ...SHARED, ...FOR_MINUTES, expireInSeconds: 6 * HOUR },
  'remove-file': { ...SHARED, ...FOR_A_DAY, expireInSeconds: 5 * 60 },
  'remove-folder': { ...SHARED, ...FOR_A_DAY, expireInSeconds: 5 * 60 },
  'sweep-orphans': { ...SHARED, ...FOR_MINUTES, expireInSeconds: HOUR },
}

/**
 * Queues that no worker looks into any more: they go when the next server starts, and what waited in them with them. The
 * two of the mails, whose jobs carried an address, were in no release.
 */
export const RETIRED: readonly string[] = ['send-activation-mail', 'send-someone-tried-mail']

/** How many jobs of a type one process works on at a time. */
export const CONCURRENCY: Readonly<Record<JobType, number>> = {
  'send-mail': 2,
  'queue-reset-mail': 2,
  'purge-stale-users': 1,
  'render-mix': 1,
  'remove-file': 1,
  'remove-folder': 1,
  'sweep-orphans': 1,
}
