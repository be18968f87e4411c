import { describe, expect, it } from 'vitest'
import type { FailedJobs } from '#application/shared/failed-jobs.ts'
import { sceneOf } from './account-scenes.ts'
import { jsonOf } from './house.ts'

const AUDIT_LOG = '/staff/audit-log'
const FAILED_JOBS = '/staff/failed-jobs'

/** Staff at work, and a request of theirs. */
const atWork = async () => {
  const scene = await sceneOf('staff')
  const { given, headers } = scene
  const ask = async (path: string, method = 'GET') => given.app.request(path, { method, headers })
  const bury = async (folder: string, cause: unknown = {}) =>
    (await given.world.failedJobs.bury({ type: 'remove-folder', folder }, cause))._unsafeUnwrap()
  return { ...scene, ask, bury }
}

const actionsIn = ({ results }: Awaited<ReturnType<typeof jsonOf>>) =>
  (results as readonly { readonly action: string }[]).map(({ action }) => action)

describe('the audit log', () => {
  it('shows who did what to whom, the latest first, and may not be kept', async () => {
    const { ask, idOf } = await atWork()
    const answer = await ask(AUDIT_LOG)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const id = idOf('staff')
    expect(await jsonOf(answer)).toEqual({
      results: [
        {
          id: 2,
          at: expect.any(String),
          staff_id: id,
          staff: { id, nickname: 'staff', profile_img: null },
          action: 'suspend-user',
          subject: idOf('suspended'),
          job: null,
        },
        { id: 1, at: expect.any(String), staff_id: null, staff: null, action: 'create-staff', subject: id, job: null },
      ],
      next: null,
      previous: null,
    })
  })

  it('is read page by page, there and back', async () => {
    const { ask } = await atWork()
    const first = await jsonOf(await ask(`${AUDIT_LOG}?page_size=1`))
    const second = await jsonOf(await ask(String(first.next)))
    expect([actionsIn(first), actionsIn(second), second.next]).toEqual([['suspend-user'], ['create-staff'], null])
    expect(actionsIn(await jsonOf(await ask(String(second.previous))))).toEqual(['suspend-user'])
    expect((await ask(`${AUDIT_LOG}?cursor=x`)).status).toBe(400)
  })
})

describe('failed jobs', () => {
  it('are listed with time and codes, and nothing else of the error', async () => {
    const { ask, bury } = await atWork()
    await bury('user_1/Post_1', { type: 'Unavailable', what: 'files', cause: new Error('a secret') })
    const answer = await ask(FAILED_JOBS)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(await jsonOf(answer)).toEqual({
      results: [{ id: 'failed-1', type: 'remove-folder', failed_at: expect.any(String), why: 'Unavailable files' }],
      next: null,
      previous: null,
    })
  })

  it('are queued again one by one or all together, and each act is in the log', async () => {
    const { ask, bury, given, idOf } = await atWork()
    for (const folder of ['a', 'b', 'c']) await bury(folder)
    const one = await ask(`${FAILED_JOBS}/failed-2/retry`, 'POST')
    expect([one.status, await jsonOf(one)]).toEqual([200, { queued: 1 }])
    expect((await ask(`${FAILED_JOBS}/failed-2/retry`, 'POST')).status).toBe(404)
    expect(await jsonOf(await ask(`${FAILED_JOBS}/retry/`, 'POST'))).toEqual({ queued: 2 })
    expect(await jsonOf(await ask(`${FAILED_JOBS}/retry`, 'POST'))).toEqual({ queued: 0 })
    expect((await jsonOf(await ask(FAILED_JOBS))).results).toEqual([])
    const { results } = await jsonOf(await ask(`${AUDIT_LOG}?page_size=2`))
    expect(results).toMatchObject([
      { action: 'retry-all-jobs', subject: null, job: null, staff_id: idOf('staff') },
      { action: 'retry-job', subject: null, job: 'failed-2' },
    ])
    const { jobs } = (await given.world.tables())._unsafeUnwrap()
    expect([...jobs.values()].flatMap((job) => (job.type === 'remove-folder' ? job.folder : []))).toEqual([
      'b',
      'a',
      'c',
    ])
  })
})

describe('who is not staff', () => {
  it('learns nothing, not even whether a job is there', async () => {
    const { given, headersOf, bury } = await atWork()
    await bury('a')
    const said = new Set<string>()
    for (const [path, method] of [
      [AUDIT_LOG, 'GET'],
      [`${AUDIT_LOG}?page_size=0`, 'GET'],
      [FAILED_JOBS, 'GET'],
      [`${FAILED_JOBS}/failed-1/retry`, 'POST'],
      [`${FAILED_JOBS}/failed-9/retry`, 'POST'],
      [`${FAILED_JOBS}/retry`, 'POST'],
    ] as const) {
      const { status, code } = await jsonOf(await given.app.request(path, { method, headers: headersOf('owner') }))
      said.add(`${String(status)} ${String(code)}`)
    }
    expect([...said]).toEqual(['403 NOT_STAFF'])
    expect(await listed(given.world.failedJobs)).toEqual(['failed-1'])
  })
})

const listed = async (failedJobs: FailedJobs) => (await failedJobs.list(9))._unsafeUnwrap().map(({ id }) => id)
