import type { UserId } from '#domain/shared/id.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { open } from '#bootstrap/container.ts'
import { enter, failJobs, makeStaff } from './acts.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await openStage()
  const account = await makeStaff(stage)
  const { soundhub } = await open(stage.container, ['soundhub'])
  for (let times = 0; times < 12; times++)
    for (const act of [soundhub.accounts.suspend, soundhub.accounts.readmit])
      (await act({ staff: 4 as UserId, id: 3 as UserId }))._unsafeUnwrap()
  await failJobs(stage, ['user_7/Post_1', 'user_7/Post_2', 'user_7/Post_3'])
  const context = await stage.person()
  await enter(stage, context, account)
  page = await context.newPage()
  await page.goto('/staff')
}, 120_000)
afterAll(() => stage.close())

const log = () => page.getByRole('region', { name: 'Audit log' })
const jobs = () => page.getByRole('region', { name: 'Failed jobs' })
const entries = () => log().getByRole('listitem')

test('staff reads on to the first entry of the log', async () => {
  expect(await entries().count()).toBe(20)
  await log().getByRole('button', { name: 'Older entries' }).click()
  await log().getByText('5 older entries are shown.').waitFor()
  expect(await entries().last().textContent()).toContain('Made a staff account')
  expect(await log().getByRole('button').count()).toBe(0)
})

test('staff has one failed job tried again, and then all, and the log says so', async () => {
  await jobs().getByRole('button', { name: 'Try again: Remove the files of a song' }).first().click()
  await jobs().getByText('1 job is queued again.').waitFor()
  expect(await jobs().getByRole('listitem').count()).toBe(2)
  await entries().first().getByText('Had a failed job tried again').waitFor()
  await jobs().getByRole('button', { name: 'Try all again' }).click()
  await jobs().getByText('2 jobs are queued again.').waitFor()
  await jobs().getByText('No job has failed.').waitFor()
  await entries().first().getByText('Had all failed jobs tried again').waitFor()
})

test('what somebody else queued meanwhile is said, and so is that staff is staff no longer', async () => {
  await failJobs(stage, ['user_7/Post_4', 'user_7/Post_5'])
  await page.reload()
  const { soundhub } = await open(stage.container, ['soundhub'])
  ;(await soundhub.staff.retryAllJobs({ staff: 4 as UserId }))._unsafeUnwrap()
  await jobs().getByRole('button', { name: 'Try again: Remove the files of a song' }).first().click()
  await jobs().getByRole('alert').getByText('There is no such failed job.').waitFor()
  await page.context().clearCookies()
  await jobs().getByRole('button', { name: 'Try all again' }).click()
  await jobs().getByRole('alert').getByRole('link', { name: 'Log in' }).waitFor()
})

test('a page of another origin retries nothing with the cookie', async () => {
  await failJobs(stage, ['user_7/Post_6'])
  const context = await stage.person()
  await enter(stage, context, { email: 'staff@example.org', password: 'correct-horse-7' })
  const answer = await context.request.post('/staff/failed-jobs/retry', { headers: { Origin: 'https://evil.example' } })
  expect([answer.status(), ((await answer.json()) as { code: string }).code]).toEqual([403, 'ORIGIN_NOT_ALLOWED'])
})
