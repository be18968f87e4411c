import { errAsync, ok, okAsync, safeTry } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { MAX_TRIES } from '#adapters/memory/system/memory-job-runner.ts'
import { memoryChance } from '#adapters/memory/system/memory-system.ts'
import { testWorld } from '#adapters/memory/test-world.ts'
import type { Job, JobFailure } from '#application/shared/jobs.ts'
import type { UserRepository } from '#application/account/ports.ts'
import type { MailId } from '#domain/shared/id.ts'
import { after, SECOND } from '#domain/shared/instant.ts'
import { newUser, NOON, secret } from '#adapters/testing/fixtures.ts'
import { expectUnavailable, gate, valueOf } from '#adapters/testing/contracts/subject.ts'

const purge: Job = { type: 'purge-stale-users' }
const folder = (name: string): Job => ({ type: 'remove-folder', folder: name })
const drained = { jobs: { byItself: false } } as const

describe('units of work in memory', () => {
  it('refuses a unit inside another one, which would wait for itself', async () => {
    const { unitOfWork } = testWorld()
    await valueOf(
      unitOfWork.run(({ users }) =>
        safeTry(async function* () {
          yield* users.add(newUser())
          await expectUnavailable(unitOfWork.run(() => okAsync()))
          return ok()
        }),
      ),
    )
    await valueOf(unitOfWork.run(() => okAsync()))
  })

  it('lets what a unit set off, and did not wait for, begin units of its own after it', async () => {
    const { unitOfWork } = testWorld()
    const unitHasEnded = gate()
    const begun: PromiseLike<unknown>[] = []
    await valueOf(
      unitOfWork.run(() => {
        begun.push(unitHasEnded.opened.then(() => valueOf(unitOfWork.run(() => okAsync('done')))))
        return okAsync()
      }),
    )
    unitHasEnded.open()
    expect(await begun[0]).toBe('done')
  })

  it('answers Unavailable to whoever goes on with a unit that has ended', async () => {
    const { unitOfWork } = testWorld()
    const kept: UserRepository[] = []
    await valueOf(unitOfWork.run(({ users }) => okAsync(void kept.push(users))))
    await expectUnavailable(kept[0]!.add(newUser()))
  })
})

describe('jobs in memory that are performed by a drain alone', () => {
  it('performs nothing before, and what jobs ask for too', async () => {
    const { unitOfWork, jobRunner } = testWorld(drained)
    const done: Job[] = []
    await valueOf(
      jobRunner.start((job) => {
        done.push(job)
        return job === purge || job.type === 'purge-stale-users'
          ? unitOfWork.run(({ jobs }) => jobs.add(folder('asked for by a job')))
          : okAsync()
      }),
    )
    await valueOf(unitOfWork.run(({ jobs }) => jobs.add(purge)))
    expect(done).toEqual([])
    expect(await valueOf(jobRunner.drain())).toEqual({ performed: 2, left: [] })
    expect(done).toEqual([purge, folder('asked for by a job')])
  })

  it('tries what fails a few times, goes on with the rest, and leaves it for the next drain', async () => {
    const failures: JobFailure[] = []
    const { unitOfWork, jobRunner } = testWorld({
      jobs: { byItself: false, failed: (failure) => void failures.push(failure) },
    })
    let isWell = false
    await valueOf(
      jobRunner.start((job) =>
        isWell || job.type !== 'purge-stale-users' ? okAsync() : errAsync({ type: 'JobFailure', job, cause: 'ill' }),
      ),
    )
    await valueOf(unitOfWork.run(({ jobs }) => jobs.add(purge).andThen(() => jobs.add(folder('good')))))
    expect(await valueOf(jobRunner.drain())).toEqual({ performed: 1, left: [purge] })
    expect(failures.map(({ job }) => job)).toEqual(Array.from({ length: MAX_TRIES }, () => purge))
    isWell = true
    expect(await valueOf(jobRunner.drain())).toEqual({ performed: 1, left: [] })
  })

  it('cannot be drained before it is started, nor in an outage, and loses nothing by it', async () => {
    const { unitOfWork, jobRunner, outage } = testWorld(drained)
    await expectUnavailable(jobRunner.drain())
    await valueOf(unitOfWork.run(({ jobs }) => jobs.add(purge)))
    await valueOf(
      jobRunner.start((job) => {
        outage.breakDown('database')
        return errAsync({ type: 'JobFailure', job, cause: 'out of reach' })
      }),
    )
    await expectUnavailable(jobRunner.drain())
    outage.repair()
    await valueOf(jobRunner.start(() => okAsync()))
    expect(await valueOf(jobRunner.drain())).toEqual({ performed: 1, left: [] })
  })

  it('keeps a job that was cut off by a stop', async () => {
    const { unitOfWork, jobRunner } = testWorld({ jobs: { grace: 1 } })
    const hasBegun = gate()
    const never = gate()
    await valueOf(unitOfWork.run(({ jobs }) => jobs.add(purge)))
    await valueOf(
      jobRunner.start(() =>
        safeTry(async function* () {
          hasBegun.open()
          await never.opened
          yield* okAsync()
          return ok()
        }),
      ),
    )
    await hasBegun.opened
    await valueOf(jobRunner.stop())
    const again = gate()
    await valueOf(jobRunner.start(() => okAsync(again.open())))
    await again.opened
  })
})

describe('a world in memory', () => {
  it('can lose one technology and keep the others', async () => {
    const { unitOfWork, mailer, outage } = testWorld()
    const { email: to, nickname } = newUser()
    const about = { mailId: 1 as MailId, to, nickname, secret: null, reportNotMe: secret() }
    const note = { kind: 'someone-tried', language: 'en', ...about } as const
    outage.breakDown('mail')
    await expectUnavailable(mailer.send(note))
    await valueOf(unitOfWork.run(() => okAsync()))
    outage.repair('mail')
    await valueOf(mailer.send(note))
  })

  it('loses each technology alone, and everything at once where none is named', async () => {
    const { rateLimiter, google, facebook, auditQueries, outage } = testWorld()
    const calls = {
      limits: () => rateLimiter.consume('key', { most: 9, within: SECOND }),
      google: () => google.verify(google.issue({ subject: '1', email: null })),
      facebook: () => facebook.verify(facebook.issue({ subject: '1', email: null }), '1'),
      database: () => auditQueries.list({ size: 10, cursor: null }),
    }
    for (const lost of [...Object.keys(calls), undefined]) {
      outage.breakDown(...(lost === undefined ? [] : [lost as keyof typeof calls]))
      for (const [name, call] of Object.entries(calls)) {
        if (name === lost || lost === undefined) await expectUnavailable(call())
        else await valueOf<unknown>(call())
      }
      outage.repair()
    }
  })

  it('moves clock and scheduler together', async () => {
    const world = testWorld({ start: NOON })
    const moments: number[] = []
    world.scheduler.every(SECOND, () => okAsync(moments.push(world.clock.now())))
    await world.pass(2.5 * SECOND)
    expect(moments).toEqual([after(NOON, SECOND), after(NOON, 2 * SECOND)])
    expect(world.clock.now()).toBe(after(NOON, 2.5 * SECOND))
  })

  it('rolls what was queued, and then what the seed decides, the same each time', () => {
    const [one, same, other] = [memoryChance(7), memoryChance(7), memoryChance(8)]
    one.queueRolls(0, 0.5)
    expect([one.roll(), one.roll()]).toEqual([0, 0.5])
    expect(one.roll()).toBe(same.roll())
    expect(one.bytes(20)).toEqual(same.bytes(20))
    expect(one.bytes(20)).not.toEqual(other.bytes(20))
  })
})
