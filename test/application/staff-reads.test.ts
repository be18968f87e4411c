import type { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import type { FailedJob } from '#application/shared/failed-jobs.ts'
import { MAX_FAILED_JOBS_SHOWN } from '#application/account/list-failed-jobs.ts'
import { retryFailedJobsOnServer } from '#application/account/retry-failed-jobs.ts'
import type { UserId } from '#domain/shared/id.ts'
import { suspend } from '#domain/account/user.ts'
import type { Job } from '#application/shared/jobs.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { active, signedUp, staff } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const folder = (name: string): Job => ({ type: 'remove-folder', folder: name })

const bury = (on: World, ...names: readonly string[]) =>
  Promise.all(names.map((name) => valueOf(on.failedJobs.bury(folder(name), { type: 'Unavailable' }))))

const house = async (on: World) => {
  const root = await staff(on)
  await bury(on, 'a', 'b')
  return { root }
}

const audited = async (on: World) => [...(await on.rows()).audit.values()]
const idsIn = (jobs: readonly FailedJob[]) => jobs.map(({ id }) => id)

type Act = 'auditLog' | 'failedJobs' | 'retryJob' | 'retryAllJobs'

/** Everything of this group, as somebody. */
const acts = ({ app }: World): Readonly<Record<Act, (id: UserId) => ResultAsync<unknown, unknown>>> => ({
  auditLog: (id: UserId) => app.staff.auditLog({ staff: id }),
  failedJobs: (id: UserId) => app.staff.failedJobs({ staff: id }),
  retryJob: (id: UserId) => app.staff.retryJob({ staff: id, id: 'failed-1' }),
  retryAllJobs: (id: UserId) => app.staff.retryAllJobs({ staff: id }),
})

test('who is not staff, is pending, suspended or nobody is refused, and nothing changes', async () => {
  const on = world()
  await house(on)
  const former = await staff(on, 'Former')
  const row = (await on.rows()).users.get(former)
  if (row?.state !== 'active') throw new Error('staff is active')
  await valueOf(on.ports.unitOfWork.run(({ users }) => users.setState(suspend(row, on.clock.now()))))
  const { id: pending } = await signedUp(on, { email: 'new@example.org', nickname: 'New' })
  const before = await on.rows()
  for (const id of [await active(on), pending, former, UNKNOWN_ID as UserId]) {
    for (const act of Object.values(acts(on))) expect(await refusalOf(act(id))).toEqual({ type: 'NotStaff' })
  }
  const { audit, failedJobs } = await on.rows()
  expect([audit, failedJobs]).toEqual([before.audit, before.failedJobs])
})

describe('the audit log', () => {
  test('is read in pages, the latest first', async () => {
    const on = world()
    const { root } = await house(on)
    const ann = await active(on)
    await valueOf(on.app.accounts.suspend({ staff: root, id: ann }))
    const first = await valueOf(on.app.staff.auditLog({ staff: root }, { pageSize: 1 }))
    expect(first.rows).toMatchObject([{ action: 'suspend-user', subject: ann, staff: { id: root, nickname: 'Root' } }])
    const second = await valueOf(on.app.staff.auditLog({ staff: root }, { pageSize: 1 }, first.next))
    expect(second.rows).toMatchObject([{ action: 'create-staff', subject: root, staffId: null, staff: null }])
    expect(second.next).toBeNull()
  })

  test('takes no page of no entries', async () => {
    const on = world()
    const { root } = await house(on)
    const refusal = await refusalOf(on.app.staff.auditLog({ staff: root }, { pageSize: 0 }))
    expect(refusal).toMatchObject({ type: 'InvalidFields', faults: [{ field: 'pageSize' }] })
  })
})

describe('failed jobs', () => {
  test('are listed oldest first, as many as are read at a glance', async () => {
    const on = world()
    const root = await staff(on)
    await bury(on, ...Array.from({ length: MAX_FAILED_JOBS_SHOWN + 1 }, (_, at) => `${at}`))
    const shown = await valueOf(on.app.staff.failedJobs({ staff: root }))
    expect([shown.length, idsIn(shown)[0]]).toEqual([MAX_FAILED_JOBS_SHOWN, 'failed-1'])
  })

  test('one is queued again, and that is written down', async () => {
    const on = world()
    const { root } = await house(on)
    expect(await valueOf(on.app.staff.retryJob({ staff: root, id: 'failed-2' }))).toBe(1)
    expect(await on.jobs()).toEqual([folder('b')])
    expect(idsIn(await valueOf(on.app.staff.failedJobs({ staff: root })))).toEqual(['failed-1'])
    const entry = { staffId: root, at: on.clock.now(), action: 'retry-job', subject: 'failed-2' }
    expect((await audited(on)).slice(1)).toEqual([entry])
  })

  test('one that waits already is taken off the list and not queued twice', async () => {
    const on = world()
    const { root } = await house(on)
    await valueOf(on.ports.unitOfWork.run(({ jobs }) => jobs.add(folder('a'))))
    expect(await valueOf(on.app.staff.retryJob({ staff: root, id: 'failed-1' }))).toBe(0)
    expect(await on.jobs()).toEqual([folder('a')])
    expect((await audited(on)).at(-1)).toMatchObject({ action: 'retry-job', subject: 'failed-1' })
  })

  test('one that is not there is refused, and nothing is written down', async () => {
    const on = world()
    const { root } = await house(on)
    await valueOf(on.app.staff.retryJob({ staff: root, id: 'failed-1' }))
    for (const id of ['failed-1', 'failed-9', ''])
      expect(await refusalOf(on.app.staff.retryJob({ staff: root, id }))).toEqual({ type: 'FailedJobNotFound', id })
    expect(await audited(on)).toHaveLength(2)
  })

  test('all are queued again, which is one entry; where there is none, there is nothing to write down', async () => {
    const on = world()
    const { root } = await house(on)
    expect(await valueOf(on.app.staff.retryAllJobs({ staff: root }))).toBe(2)
    expect(await valueOf(on.app.staff.retryAllJobs({ staff: root }))).toBe(0)
    expect(await on.jobs()).toEqual([folder('a'), folder('b')])
    const entry = { staffId: root, at: on.clock.now(), action: 'retry-all-jobs', subject: null }
    expect((await audited(on)).slice(1)).toEqual([entry])
  })

  test('from the command line the log names nobody', async () => {
    const on = world()
    await house(on)
    const retry = retryFailedJobsOnServer(on.ports)
    expect(await valueOf(retry(['failed-2', 'failed-9']))).toBe(1)
    expect([await valueOf(retry('all')), await valueOf(retry('all'))]).toEqual([1, 0])
    const by = { staffId: null, at: on.clock.now() }
    expect((await audited(on)).slice(1)).toEqual([
      { ...by, action: 'retry-job', subject: 'failed-2' },
      { ...by, action: 'retry-all-jobs', subject: null },
    ])
  })
})

const failing = (act: Act) => saysSoWhenAnythingFails({ given: house, act: (on, { root }) => acts(on)[act](root) })

test('saving fails, so it fails; reading fails, so nothing is shown', async () => {
  const calls = ['unitOfWork.run', 'users.byId', 'jobs.retry', 'audit.add', 'unitOfWork.commit']
  const reads = ['unitOfWork.run', 'users.byId', 'unitOfWork.commit']
  expect(await failing('retryJob')).toEqual(calls)
  expect(await failing('retryAllJobs')).toEqual(calls)
  expect(await failing('auditLog')).toEqual([...reads, 'auditQueries.list'])
  expect(await failing('failedJobs')).toEqual([...reads, 'failedJobs.list'])
})
