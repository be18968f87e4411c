import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { countDeadLetters } from '#adapters/pg-boss/dead-letters.ts'
import { schemaMismatch } from '#adapters/pg-boss/schema.ts'
import { jobsDatabaseOf } from '../jobs-database.ts'
import type { Settings } from '../settings.ts'
import { type Finding, ill, reasonOf, well } from './finding.ts'

/** Keys and sessions expire by the clock of the server, and jobs are due by that of the database. In ms. */
const MAX_DIFFERENCE = 5_000

/** That it answers, and what time it is there. */
export const reached = async (database: MikroOrmDatabase): Promise<readonly Finding[]> => {
  const before = Date.now()
  const about = await database.about()
  const after = Date.now()
  return about.match(
    ({ version, now }) => {
      const difference = Math.round(now < before ? before - now : Math.max(0, now - after))
      return [
        well('database', `PostgreSQL ${version}${database.pglite === null ? '' : ', embedded'}`),
        difference <= MAX_DIFFERENCE
          ? well('clock', 'the same as the database’s')
          : ill('clock', `${difference} ms apart from the database’s`, 'Let both machines ask a time server'),
      ]
    },
    ({ cause }) => [
      ill(
        'database',
        `it does not answer (${reasonOf(cause)})`,
        'Check DATABASE_URL, and that PostgreSQL runs and lets this machine in',
      ),
    ],
  )
}

/** Whether the tables are those of this version. */
export const tables = async (settings: Settings, database: MikroOrmDatabase): Promise<Finding> => {
  const state = (await database.schemaState()).unwrapOr(null)
  const jobs = await schemaMismatch(jobsDatabaseOf(database, settings), { migrate: false })
  if (state?.type === 'newer' || jobs?.database === 'newer')
    return ill('tables', 'newer than this version of Soundhub', 'Run the version that migrated them, or a later one')
  if (state?.type !== 'current' || jobs !== null)
    return ill('tables', 'older than this version of Soundhub', 'Run npm run migrate')
  return well('tables', 'those of this version')
}

/** What was given up. */
export const jobs = async (settings: Settings, database: MikroOrmDatabase): Promise<Finding> =>
  (await countDeadLetters(jobsDatabaseOf(database, settings))).match(
    (failed) =>
      failed.length === 0
        ? well('jobs', 'none was given up')
        : ill(
            'jobs',
            `given up: ${failed.map(({ queue, count }) => `${count} ${queue}`).join(', ')}`,
            'npm run admin -- jobs lists them, and queues them again with retry',
          ),
    ({ cause }) => ill('jobs', `the queue does not answer (${reasonOf(cause)})`, 'Run npm run migrate'),
  )
