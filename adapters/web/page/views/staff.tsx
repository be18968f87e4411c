import { useState } from 'preact/hooks'
import type { Views } from '../../contract.ts'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { AuditLog } from '../parts/staff/audit-log.tsx'
import { FailedJobs } from '../parts/staff/failed-jobs.tsx'

/** Where staff begins. Everybody else gets the API's refusal in its place. */
export const StaffView = ({ log, jobs }: Views['staff']) => {
  const { shell, staff } = usePage().words
  const [newest, setNewest] = useState(log)
  /** What was just done is in the log too. */
  const readAgain = async (): Promise<void> => {
    const answer = await asked(api.staff.getStaffAuditDashLog({ page_size: 20 }))
    if (answer.ok) setNewest(answer.value)
  }
  return (
    <div class="narrow">
      <h1>{shell.staff}</h1>
      <section aria-labelledby="find-title">
        <h2 id="find-title">{staff.find}</h2>
        <p class="lead">{staff.findLead}</p>
        <form class="form" action="/search">
          <div class="plain">
            <div class="field">
              <label for="staff-keyword">{staff.keyword}</label>
              <input id="staff-keyword" name="keyword" type="search" required />
            </div>
            <p>
              <button type="submit">{staff.search}</button>
            </p>
          </div>
        </form>
      </section>
      <FailedJobs jobs={jobs} retried={() => void readAgain()} />
      <AuditLog key={newest.results[0]?.id} list={newest} />
    </div>
  )
}
