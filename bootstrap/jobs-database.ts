import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import type { JobsDatabase } from '#adapters/pg-boss/jobs-database.ts'
import type { Settings } from './settings.ts'

/** The database as the job queue shares it. */
export const jobsDatabaseOf = (
  { pglite }: Pick<MikroOrmDatabase, 'pglite'>,
  { DATABASE_URL: databaseUrl = '' }: Pick<Settings, 'DATABASE_URL'>,
): JobsDatabase => (pglite === null ? { databaseUrl } : { pglite })
