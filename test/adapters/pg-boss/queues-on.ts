import { afterEach, beforeEach } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { type JobsSettings, openJobs, type PgBossJobs } from '#adapters/pg-boss/open-jobs.ts'
import type { Job } from '#application/shared/jobs.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { unique } from '#adapters/testing/fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import type { MakePlace, Place } from '#test/databases/places.ts'

export const someJob = (): Job => ({ type: 'remove-folder', folder: unique('user_1/Post_') })

/** A queue opened as a case wants it, and the units that queue in it. */
export type Opened = { readonly jobs: PgBossJobs; readonly units: UnitOfWork }

export type Queues = {
  readonly open: (settings?: JobsSettings) => Promise<Opened>
  readonly place: () => Place
  readonly database: () => MikroOrmDatabase
  /** These columns of every job there is. */
  readonly rowsOf: (columns: string) => Promise<readonly Record<string, unknown>[]>
}

/** A database of its own for every case of the suite. */
export const queuesOn = (make: MakePlace): Queues => {
  let place: Place | null = null
  let database: MikroOrmDatabase | null = null
  const opened: PgBossJobs[] = []
  beforeEach(async () => {
    place = await make()
    database = await valueOf(openDatabase(place.place))
  })
  afterEach(async () => {
    for (const jobs of opened.splice(0)) {
      await jobs.runner.stop()
      await jobs.close()
    }
    await database?.close()
    await place?.end()
  })
  return {
    open: async (settings = {}) => {
      const jobs = await valueOf(openJobs(place!.place, settings))
      opened.push(jobs)
      return { jobs, units: database!.unitOfWork((transaction) => jobs.jobsIn(transaction)) }
    },
    place: () => place!,
    database: () => database!,
    rowsOf: (columns) => place!.statements.ask(`select ${columns} from pgboss.job`),
  }
}
