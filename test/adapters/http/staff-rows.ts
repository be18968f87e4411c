import { type Row, STAFF } from './account-rows.ts'
import type { Scene } from './account-scenes.ts'

/** A job that failed at its last try. */
const failedJob = async ({ given }: Scene) => {
  ;(await given.world.failedJobs.bury({ type: 'sweep-orphans' }, { type: 'Unavailable' }))._unsafeUnwrap()
  return { job: 'failed-1' }
}

/** What only staff sees. */
export const STAFF_ROWS: readonly Row[] = [
  { call: 'GET /staff/audit-log', expected: STAFF(200) },
  { call: 'GET /staff/audit-log', with: 'no cursor', query: () => 'page_size=0', expected: STAFF(400) },
  { call: 'GET /staff/failed-jobs', with: 'one of them', path: failedJob, expected: STAFF(200) },
  { call: 'POST /staff/failed-jobs/{job}/retry', with: 'one of them', path: failedJob, expected: STAFF(200) },
  {
    call: 'POST /staff/failed-jobs/{job}/retry',
    with: 'none',
    path: () => ({ job: 'failed-9' }),
    expected: STAFF(404),
  },
  { call: 'POST /staff/failed-jobs/retry', with: 'one of them', path: failedJob, expected: STAFF(200) },
]
