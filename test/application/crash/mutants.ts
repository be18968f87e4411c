import { ok, ResultAsync, safeTry } from 'neverthrow'
import type { Ports } from '#application/ports.ts'
import type { Mail } from '#application/account/ports.ts'
import type { Job, JobQueue } from '#application/shared/jobs.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { whatever } from '#test/domain/whatever.ts'

/** The same transactions, whose jobs go another way. */
const withJobs = (units: UnitOfWork, jobs: (own: JobQueue) => JobQueue): UnitOfWork => ({
  run: (work) => units.run((transaction) => work({ ...transaction, jobs: jobs(transaction.jobs) })),
})

/** Planted: jobs are queued by themselves, once the rows are committed. A process that dies between the two loses them. */
export const queuesAfterCommit = (ports: Ports): Ports => ({
  ...ports,
  unitOfWork: {
    run: (work) =>
      safeTry(async function* () {
        const later: Job[] = []
        const add: JobQueue['add'] = (job) => new ResultAsync(Promise.resolve(ok(void later.push(job))))
        const value = yield* withJobs(ports.unitOfWork, (own) => ({ ...own, add })).run(work)
        for (const job of later) yield* ports.unitOfWork.run(({ jobs }) => jobs.add(job))
        return ok(value)
      }),
  },
})

const mailOf = (mailId: unknown): Mail => whatever({ kind: 'activation', to: 'ann@example.org', mailId })

/** Planted: mails go out where they are queued, before the commit. A process that dies between the two has sent them for nothing. */
export const mailsBeforeCommit = (ports: Ports): Ports => {
  const add = (own: JobQueue) => (job: Job) =>
    job.type === 'send-mail' ? ports.mailer.send(mailOf(job.mailId)) : own.add(job)
  return { ...ports, unitOfWork: withJobs(ports.unitOfWork, (own) => ({ ...own, add: add(own) })) }
}
