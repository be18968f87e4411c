import { JOB_TYPES, type JobStatistics, jobKey } from '#application/shared/jobs.ts'
import type { Clock } from '#application/shared/system.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { MemoryStore } from '../store/memory-store.ts'

/** Rows do not say when they were queued, so it is noted at the commit. */
export const memoryJobStatistics = (store: MemoryStore, clock: Clock): JobStatistics => {
  const since = new Map<string, Instant>()
  store.onCommit((before, { jobs }) => {
    if (jobs === before.jobs) return
    for (const key of since.keys()) if (!jobs.has(key)) since.delete(key)
    for (const key of jobs.keys()) if (!since.has(key)) since.set(key, clock.now())
  })
  return {
    waiting: (most) =>
      store.read(({ jobs }) =>
        JOB_TYPES.map((type) => {
          const keys = [...jobs.values()].filter((job) => job.type === type).map(jobKey)
          const ages = keys.map((key) => clock.now() - (since.get(key) ?? clock.now()))
          return { type, waiting: Math.min(most, keys.length), oldest: ages.length === 0 ? null : Math.max(...ages) }
        }),
      ),
  }
}
