import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import type { Job, JobFailure } from '#application/shared/jobs.ts'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { MailId } from '#domain/shared/id.ts'
import { unique } from '#adapters/testing/fixtures.ts'
import { gate, valueOf } from '#adapters/testing/contracts/subject.ts'
import { PLACES } from '#test/databases/places.ts'
import { queuesOn, someJob } from './queues-on.ts'

/** Longer than any case may take: what runs sooner was notified. */
const HARDLY_EVER = 600

describe.each(PLACES)('What pg-boss on %s does with jobs that come to nothing', (_, make) => {
  const { open, place, rowsOf } = queuesOn(make)

  it('tries a failed job again, tells the log why, and keeps nothing of that in its row', async () => {
    const failures: (JobFailure | Unavailable)[] = []
    const { jobs, units } = await open({
      pollEvery: 0.5,
      retryDelay: 0,
      onFailure: (failure) => failures.push(failure),
    })
    const job: Job = { type: 'send-mail', mailId: 7 as MailId }
    const secret = unique('hidden')
    const done = gate()
    const rows: unknown[] = []
    await valueOf(
      jobs.runner.start((tried) =>
        ResultAsync.fromSafePromise(rowsOf('*')).andThen((row) => {
          if (rows.push(row) < 3) return errAsync({ type: 'JobFailure', job: tried, cause: new Error(secret) } as const)
          done.open()
          return okAsync()
        }),
      ),
    )
    await valueOf(units.run(({ jobs: queue }) => queue.add(job)))
    await done.opened
    await valueOf(jobs.runner.stop())
    expect(failures).toMatchObject([1, 2].map(() => ({ type: 'JobFailure', job, cause: new Error(secret) })))
    expect(JSON.stringify(rows)).toContain('the log says why')
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('gives a job back whose worker shows no sign of life', async () => {
    const { jobs, units } = await open({ pollEvery: 0.5, superviseEvery: 1, retryDelay: 0 })
    const job = someJob()
    await valueOf(units.run(({ jobs: queue }) => queue.add(job)))
    // As a worker leaves it that took the job and was killed.
    await place().statements.ask(`update pgboss.job set state = 'active', started_on = now() - interval '1 minute',
      heartbeat_on = now() - interval '1 minute'`)
    const done = gate()
    const performed: Job[] = []
    await valueOf(
      jobs.runner.start((again) => {
        performed.push(again)
        done.open()
        return okAsync()
      }),
    )
    await done.opened
    expect(performed).toEqual([job])
  })

  it('gives back at the end of its grace what does not end, and another worker takes it at once, with every try left', async () => {
    const { jobs, units } = await open({ grace: 50, pollEvery: HARDLY_EVER })
    const other = await open({ pollEvery: HARDLY_EVER })
    const [begun, never, again] = [gate(), gate(), gate()]
    const job = someJob()
    await valueOf(
      jobs.runner.start(() => {
        begun.open()
        return ResultAsync.fromSafePromise(never.opened)
      }),
    )
    await valueOf(units.run(({ jobs: queue }) => queue.add(job)))
    await begun.opened
    await valueOf(jobs.runner.stop())
    const taken: Job[] = []
    await valueOf(
      other.jobs.runner.start((given) => {
        taken.push(given)
        again.open()
        return ResultAsync.fromSafePromise(never.opened)
      }),
    )
    await again.opened
    // The first worker comes to an end with it all the same, and closes: that is nothing to the second.
    await valueOf(jobs.close())
    expect(taken).toEqual([job])
    expect(await rowsOf('state, retry_count')).toEqual(
      expect.arrayContaining([
        { state: 'completed', retry_count: 0 },
        { state: 'active', retry_count: 0 },
      ]),
    )
    never.open()
  })
})
