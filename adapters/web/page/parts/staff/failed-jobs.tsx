import { useState } from 'preact/hooks'
import { MAX_FAILED_JOBS_SHOWN } from '#application/account/list-failed-jobs.ts'
import type { FailedJob } from '#adapters/client/soundhub.ts'
import type { Listed } from '../../../contract.ts'
import { api, asked } from '../../api.ts'
import { usePage } from '../../context.ts'
import { useAction } from '../action.tsx'
import { Said } from '../said.tsx'
import { When } from '../when.tsx'

type RowProps = { readonly job: FailedJob; readonly isBusy: boolean; readonly retry: () => void }

const Row = ({ job, isBusy, retry }: RowProps) => {
  const { staff } = usePage().words
  const name = staff.jobs[job.type]
  return (
    <li>
      <div>
        <h3>{name}</h3>
        <p class="faint" id={`failed-${job.id}`}>
          {staff.failedAt} <When at={job.failed_at} />
        </p>
        <p>{job.why === '' ? staff.noCodes : <code>{job.why}</code>}</p>
      </div>
      <button
        type="button"
        class="quiet"
        disabled={isBusy}
        aria-label={staff.retryOf(name)}
        aria-describedby={`failed-${job.id}`}
        onClick={retry}
      >
        {staff.retry}
      </button>
    </li>
  )
}

/** The jobs that failed at every try; staff may have them tried again. */
export const FailedJobs = ({ jobs, retried }: { readonly jobs: Listed<FailedJob>; readonly retried: () => void }) => {
  const { staff } = usePage().words
  const [shown, setShown] = useState(jobs.results)
  const [said, setSaid] = useState('')
  const { refused, isBusy, act } = useAction()
  const retry = ({ id }: FailedJob): Promise<void> =>
    act(
      () => asked(api.staff.postStaffFailedDashJobsByJobRetry(id)),
      ({ queued }) => {
        setShown((all) => all.filter((one) => one.id !== id))
        setSaid(staff.wasQueued(queued))
        retried()
      },
    )
  /** Then those that did not fit in the list are there. */
  const retryAll = (): Promise<void> =>
    act(
      async () => {
        const all = await asked(api.staff.postStaffFailedDashJobsRetry())
        if (!all.ok) return all
        setSaid(staff.wasQueued(all.value.queued))
        retried()
        return asked(api.staff.getStaffFailedDashJobs())
      },
      ({ results }) => setShown(results),
    )
  return (
    <section aria-labelledby="jobs-title">
      <h2 id="jobs-title">{staff.jobsTitle}</h2>
      <p class="lead">{staff.jobsLead}</p>
      {shown.length === 0 && <p class="faint">{staff.noJobs}</p>}
      {shown.length >= MAX_FAILED_JOBS_SHOWN && <p class="notice">{staff.oldestJobs(shown.length)}</p>}
      {shown.length > 1 && (
        <p>
          <button type="button" disabled={isBusy} onClick={() => void retryAll()}>
            {staff.retryAll}
          </button>
        </p>
      )}
      <Said refused={refused} said={said} />
      <ul class="rows">
        {shown.map((job) => (
          <Row key={job.id} job={job} isBusy={isBusy} retry={() => void retry(job)} />
        ))}
      </ul>
    </section>
  )
}
