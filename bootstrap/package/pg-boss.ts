/** Jobs in the database the rows are in, queued in the caller's transaction. */
export type { JobsDatabase } from '#adapters/pg-boss/jobs-database.ts'
export { type JobsSettings, openJobs, type PgBossJobs } from '#adapters/pg-boss/open-jobs.ts'
