import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { type Job, type JobExecution, jobKey } from '#application/shared/jobs.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { pendingIn } from '#adapters/testing/given.ts'
import { gate, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { PLACES } from '#test/databases/places.ts'
import { queuesOn, someJob } from './queues-on.ts'

/** Longer than any case may take: what runs sooner was notified. */
const HARDLY_EVER = 600

describe.each(PLACES)('pg-boss on %s', (_, make) => {
  const { open, database, rowsOf } = queuesOn(make)

  it('begins a job as soon as it is committed, without looking for it', async () => {
    const { jobs, units } = await open({ pollEvery: HARDLY_EVER })
    const begun = [gate(), gate(), gate()]
    let performed = 0
    await valueOf(jobs.runner.start(() => okAsync(begun[performed++]!.open())))
    for (const each of begun) {
      await valueOf(units.run(({ jobs: queue }) => queue.add(someJob())))
      await each.opened
    }
    expect(performed).toBe(3)
  })

  it('takes one after the other of those that wait, without resting between them', async () => {
    const { jobs, units } = await open({ pollEvery: HARDLY_EVER })
    const [done, waiting] = [gate(), Array.from({ length: 20 }, someJob)]
    for (const job of waiting) await valueOf(units.run(({ jobs: queue }) => queue.add(job)))
    let performed = 0
    await valueOf(jobs.runner.start(() => okAsync(++performed === waiting.length ? done.open() : undefined)))
    await done.opened
    expect(performed).toBe(waiting.length)
  })

  it('remembers which request queued a job, the last of several, and tells it with the same id at every attempt', async () => {
    let requestId: string | null = null
    const { jobs, units } = await open({ pollEvery: 0.5, retryDelay: 0, requestId: () => requestId })
    const [asked, unasked] = [someJob(), someJob()]
    for (const [id, job] of [
      ['first', asked],
      ['second', asked],
      [null, unasked],
    ] as const) {
      requestId = id
      await valueOf(units.run(({ jobs: queue }) => queue.add(job)))
    }
    const [seen, done] = [new Map<string, JobExecution[]>(), gate()]
    await valueOf(
      jobs.runner.start((job, execution) => {
        const before = seen.get(jobKey(job)) ?? []
        seen.set(jobKey(job), [...before, execution])
        if (before.length === 0) return errAsync({ type: 'JobFailure', job, cause: 'once more' } as const)
        if (seen.size === 2 && [...seen.values()].every(({ length }) => length > 1)) done.open()
        return okAsync()
      }),
    )
    await done.opened
    const executions = [asked, unasked].map((job) => seen.get(jobKey(job)) ?? [])
    expect(executions.map((each) => each.map((one) => one.requestId))).toEqual([
      ['second', 'second'],
      [null, null],
    ])
    expect(executions.map((each) => new Set(each.map(({ id }) => id)).size)).toEqual([1, 1])
  })

  it('leaves no row of a job whose unit rolled back', async () => {
    const { units } = await open()
    await refusalOf(units.run(({ jobs }) => jobs.add(someJob()).andThen(() => errAsync('no'))))
    expect(await rowsOf('id')).toEqual([])
  })

  it('keeps one row of equal jobs that wait, and one more while an equal one is under way', async () => {
    const { jobs, units } = await open({ pollEvery: 0.5 })
    const job: Job = { type: 'render-mix', postId: 7 as PostId }
    const add = () => valueOf(units.run(({ jobs: queue }) => queue.add(job)))
    await add()
    await add()
    expect(await rowsOf('state')).toEqual([{ state: 'created' }])
    const [begun, mayEnd] = [gate(), gate()]
    await valueOf(
      jobs.runner.start(() => {
        begun.open()
        return ResultAsync.fromSafePromise(mayEnd.opened)
      }),
    )
    await begun.opened
    await add()
    await add()
    expect(await rowsOf('state')).toEqual(expect.arrayContaining([{ state: 'active' }, { state: 'created' }]))
    expect(await rowsOf('id')).toHaveLength(2)
    mayEnd.open()
  })

  it('takes one mix at a time, and other jobs beside it', async () => {
    const { jobs, units } = await open({ pollEvery: 0.5 })
    const add = (job: Job) => valueOf(units.run(({ jobs: queue }) => queue.add(job)))
    const [firstEnds, secondBegins, others] = [gate(), gate(), [gate(), gate()]]
    const mixes: number[] = []
    let performed = 0
    await valueOf(
      jobs.runner.start((job) => {
        if (job.type !== 'render-mix') return okAsync(others[performed++]!.open())
        if (mixes.push(job.postId) === 1) return ResultAsync.fromSafePromise(firstEnds.opened)
        return okAsync(secondBegins.open())
      }),
    )
    for (const postId of [1, 2] as PostId[]) await add({ type: 'render-mix', postId })
    // Time enough for a second worker to take the second mix: two other jobs, one after the other.
    for (const other of others) {
      await add(someJob())
      await other.opened
    }
    expect(mixes).toEqual([1])
    firstEnds.open()
    await secondBegins.opened
    expect(mixes).toEqual([1, 2])
  })

  it('leaves mixes to another worker while its own hands are full, and takes the next when one is free', async () => {
    const [one, two] = [await open({ pollEvery: 0.5, renders: 1 }), await open({ pollEvery: 0.5, renders: 2 })]
    const held = new Map<number, () => void>()
    const takers: string[] = []
    const arrived = Array.from({ length: 4 }, gate)
    const startAs = (name: string, { jobs }: typeof one) =>
      valueOf(
        jobs.runner.start((job) => {
          if (job.type !== 'render-mix') return okAsync()
          const mayEnd = gate()
          held.set(job.postId, mayEnd.open)
          arrived[takers.push(name) - 1]!.open()
          return ResultAsync.fromSafePromise(mayEnd.opened)
        }),
      )
    const mix = (postId: number): Promise<void> =>
      valueOf(one.units.run(({ jobs }) => jobs.add({ type: 'render-mix', postId: postId as PostId })))
    await startAs('one', one)
    await mix(1)
    await arrived[0]!.opened
    await startAs('two', two)
    for (const postId of [2, 3]) {
      await mix(postId)
      await arrived[postId - 1]!.opened
    }
    expect(takers).toEqual(['one', 'two', 'two'])
    await mix(4)
    held.get(1)!()
    await arrived[3]!.opened
    expect(takers).toEqual(['one', 'two', 'two', 'one'])
    for (const end of held.values()) end()
  })

  it('opens beside itself, and again, with the queues as they are', async () => {
    const [first, second] = await Promise.all([open(), open()])
    await valueOf(first.units.run(({ jobs }) => jobs.add(someJob())))
    await valueOf(second.jobs.close())
    await open()
    expect(await rowsOf('state')).toEqual([{ state: 'created' }])
  })

  it('does not get into units, nor those into it, however much goes on', async () => {
    const { jobs, units } = await open({ pollEvery: 0.5, superviseEvery: 1 })
    const wanted = Array.from({ length: 30 }, someJob)
    const performed = new Set<string>()
    const [done, wrong] = [gate(), [] as unknown[]]
    await valueOf(
      jobs.runner.start((job) =>
        units
          .run(({ users }) => users.byId(1 as UserId))
          .map(() => {
            performed.add(JSON.stringify(job))
            if (performed.size === wanted.length) done.open()
          }),
      ),
    )
    await Promise.all(
      wanted.map(async (job, at) => {
        const user = await pendingIn(units)
        const outcome = units.run(({ users, jobs: queue }) =>
          queue
            .add(at % 2 === 0 ? job : someJob())
            .andThen(() => users.remove([user.id]))
            .andThen(() => (at % 2 === 0 ? okAsync() : errAsync('rolled back' as const))),
        )
        if (at % 2 === 0) await valueOf(outcome)
        else {
          await refusalOf(outcome)
          await valueOf(units.run(({ jobs: queue }) => queue.add(job)))
        }
        const left = await valueOf(database().users.byId(user.id))
        if ((left === null) !== (at % 2 === 0)) wrong.push(left)
      }),
    )
    await done.opened
    expect(wrong).toEqual([])
    expect(performed).toEqual(new Set(wanted.map((job) => JSON.stringify(job))))
  })
})
