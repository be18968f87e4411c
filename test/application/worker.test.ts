import { okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { testWorld } from '#adapters/memory/test-world.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { soundhub } from '#application/soundhub.ts'
import type { PostId } from '#domain/shared/id.ts'
import { HOUR, MINUTE, SECOND } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { expectUnavailable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { caller, signUpForm, song } from './given.ts'
import { type World, world } from './world.ts'

/** A mix that waits and has no job, as after a queue that was lost. */
const forgottenMix = async (on: World): Promise<PostId> => {
  const { ann, bass, postId } = await song(on)
  await on.work()
  const unitOfWork: UnitOfWork = {
    run: (work) => on.ports.unitOfWork.run((all) => work({ ...all, jobs: { ...all.jobs, add: () => okAsync() } })),
  }
  await valueOf(on.having({ unitOfWork }).mixes.request({ postId, requester: ann, stems: [bass] }))
  return postId
}

const typesOf = async (on: World) => (await on.jobs()).map(({ type }) => type)

/** Starts the worker; the tasks that failed since, by name. */
const startTelling = async (on: World): Promise<readonly string[]> => {
  const told: string[] = []
  await valueOf(on.app.worker.start({ onFailure: (task, { type }) => told.push(`${task}: ${type}`) }))
  return told
}

describe('a worker', () => {
  test('performs the jobs that wait and those that come, until it is stopped', async () => {
    const memory = testWorld({ start: NOON })
    const { accounts, worker } = soundhub(memory)
    const signUp = (nickname: string) =>
      valueOf(accounts.signUp(signUpForm({ email: `${nickname}@example.org`, nickname }), caller()))
    const mailed = () => memory.mailer.sent().map(({ nickname }) => nickname)
    await signUp('Ann')
    expect(mailed()).toEqual([])
    await valueOf(worker.start())
    await expect.poll(mailed).toEqual(['Ann'])
    await signUp('Bob')
    await expect.poll(mailed).toEqual(['Ann', 'Bob'])
    await valueOf(worker.stop())
    await signUp('Cho')
    await memory.pass(HOUR)
    expect(mailed()).toEqual(['Ann', 'Bob'])
    expect((await valueOf(memory.tables())).jobs.size).toBe(1)
  })

  test('picks up the mixes that nobody renders as soon as it starts', async () => {
    const on = world()
    const postId = await forgottenMix(on)
    expect(await on.jobs()).toEqual([])
    await valueOf(on.app.worker.start())
    expect(await on.jobs()).toEqual([{ type: 'render-mix', postId }])
  })

  test.for([
    ['every five seconds', 10 * SECOND, 5 * SECOND],
    ['as often as a lease ends, where leases are shorter', 2 * SECOND, 2 * SECOND],
  ] as const)('looks for them again %s', async ([, mixLease, pause]) => {
    const on = world({ mixLease })
    await valueOf(on.app.worker.start())
    const postId = await forgottenMix(on)
    await on.pass(pause - 1)
    expect(await on.jobs()).toEqual([])
    await on.pass(1)
    expect(await on.jobs()).toEqual([{ type: 'render-mix', postId }])
    await on.work()
    expect((await on.rows()).mixes.get(postId)).toMatchObject({ state: 'rendered' })
  })

  test('queues a sweep when it is time for one, an hour after its start at the earliest', async () => {
    const on = world()
    on.chance.queueRolls(0)
    await valueOf(on.app.worker.start())
    await on.pass(HOUR - 1)
    expect(await typesOf(on)).toEqual([])
    await on.pass(1)
    expect(await typesOf(on)).toEqual(['sweep-orphans'])
  })

  test('reports what fails beside the jobs, and tries it again at its next turn', async () => {
    const on = world()
    const postId = await forgottenMix(on)
    on.outage.breakDown('database')
    on.chance.queueRolls(0)
    const told = await startTelling(on)
    const tasks = ['requeue waiting mixes', 'queue tracks to ingest', 'queue a sweep'].map(
      (task) => `${task}: Unavailable`,
    )
    expect(told).toEqual(tasks.slice(0, 2))
    await on.pass(HOUR)
    expect(told.length).toBe(2 + HOUR / (5 * SECOND) + HOUR / MINUTE + 1)
    expect(new Set(told)).toEqual(new Set(tasks))
    on.outage.repair()
    await on.pass(5 * SECOND)
    expect(await on.jobs()).toEqual([{ type: 'render-mix', postId }])
  })

  test('that is stopped looks for nothing any more, and may be stopped again', async () => {
    const on = world()
    const told = await startTelling(on)
    await valueOf(on.app.worker.stop())
    await valueOf(on.app.worker.stop())
    on.outage.breakDown('database')
    await on.pass(2 * HOUR)
    expect(told).toEqual([])
  })

  test('that is started twice looks once', async () => {
    const on = world()
    const [first, second] = [await startTelling(on), await startTelling(on)]
    on.outage.breakDown('database')
    await on.pass(5 * SECOND)
    expect([first.length, second.length]).toEqual([0, 1])
    on.outage.repair()
    await valueOf(on.app.worker.stop())
    on.outage.breakDown('database')
    await on.pass(HOUR)
    expect([first.length, second.length]).toEqual([0, 1])
  })

  test('that is stopped while it starts looks for nothing any more', async () => {
    const on = world()
    const told: string[] = []
    const started = on.app.worker.start({ onFailure: (task) => told.push(task) })
    await valueOf(on.app.worker.stop())
    await started
    on.outage.breakDown('database')
    await on.pass(2 * HOUR)
    expect(told).toEqual([])
  })

  test('says so when its queue is out of reach, and has then not started', async () => {
    const on = world()
    await forgottenMix(on)
    on.outage.breakDown('jobs')
    const told: string[] = []
    await expectUnavailable(on.app.worker.start({ onFailure: (task) => told.push(task) }))
    on.outage.repair()
    await on.pass(HOUR)
    expect([told, await on.jobs()]).toEqual([[], []])
  })
})
