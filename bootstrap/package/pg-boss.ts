/** Jobs with pg-boss, queued in the same transaction as the rows. */
export type { JobsDatabase } from '#adapters/pg-boss/jobs-database.ts'
export { type JobsSettings, openJobs, type PgBossJobs } from '#adapters/pg-boss/open-jobs.ts'
