import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { openJobs } from '#adapters/pg-boss/open-jobs.ts'
import { optionsOf } from '#adapters/pg-boss/jobs-database.ts'
import { DEAD_LETTERS, jobOf, QUEUE_NAMES, QUEUES, RETIRED } from '#adapters/pg-boss/queues.ts'
import { JOB_TYPES } from '#application/shared/jobs.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { MailId } from '#domain/shared/id.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { type Place, PLACES } from '#test/databases/places.ts'

const DAY = 24 * 3_600

/** The pauses of a job that always fails, in seconds, where every one is as short, or as long, as pg-boss may draw it. */
const pausesOf = (type: keyof typeof QUEUES, drawn: 'shortest' | 'longest'): readonly number[] => {
  const { retryLimit = 0, retryDelay = 0, retryDelayMax = Infinity } = QUEUES[type]
  return Array.from({ length: retryLimit }, (_, failures) =>
    Math.min(retryDelayMax, retryDelay * 2 ** failures * (drawn === 'shortest' ? 1 : 2)),
  )
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

describe.each(PLACES)('Queues on %s', (_, make) => {
  let place: Place
  beforeAll(async () => {
    place = await make()
  })
  afterAll(() => place.end())

  const names = async () =>
    (await place.statements.ask<{ name: string }>('select name from pgboss.queue order by name')).map(
      ({ name }) => name,
    )
  const ours = [DEAD_LETTERS, ...JOB_TYPES.map((type) => QUEUE_NAMES[type])].toSorted()

  it('there is one for each type of job, and one for those that failed', async () => {
    expect((await names()).filter((name) => !name.startsWith('__'))).toEqual(ours)
  })

  it('those of jobs that nobody does any more go with what waited in them, whoever starts first', async () => {
    const before = new PgBoss({ ...optionsOf(place.place), supervise: false, schedule: false })
    before.on('error', () => undefined)
    await before.start()
    for (const name of RETIRED) {
      await before.createQueue(name)
      await before.send(name, { email: 'someone@example.org' })
    }
    await before.stop({ graceful: false })
    expect(await names()).toEqual(expect.arrayContaining([...RETIRED]))
    const opened = await Promise.all([1, 2].map(() => valueOf(openJobs(place.place))))
    for (const jobs of opened) await jobs.close()
    expect((await names()).filter((name) => !name.startsWith('__'))).toEqual(ours)
    expect(await place.statements.ask(`select 1 from pgboss.job where data::text like '%someone%'`)).toEqual([])
  })

  it('are made by whoever may, and whoever may not says what it found instead', async () => {
    const empty = await make('empty')
    const found = async (migrate: boolean) => {
      const opened = await openJobs(empty.place, { migrate })
      await opened.match(
        async (jobs) => void (await jobs.close()),
        async () => undefined,
      )
      return opened.isOk() ? 'fits' : { ...opened.error, cause: undefined }
    }
    const older = { type: 'JobsSchemaMismatch', database: 'older' }
    const newer = { type: 'JobsSchemaMismatch', database: 'newer' }
    try {
      expect(await found(false)).toMatchObject({ ...older, detail: 'it has no job queue' })
      expect(await found(true)).toBe('fits')
      expect(await found(false)).toBe('fits')
      await empty.statements.ask(`delete from pgboss.queue where name = 'render-mix'`)
      expect(await found(false)).toMatchObject({ ...older, detail: 'it has no queue render-mix' })
      await empty.statements.ask('update pgboss.version set version = version - 1')
      expect(await found(false)).toMatchObject({ ...older, detail: expect.stringMatching(/version \d+ and not \d+/) })
      await empty.statements.ask('update pgboss.version set version = version + 2')
      expect([await found(false), await found(true)]).toMatchObject([newer, newer])
    } finally {
      await empty.end()
    }
  })

  it('a job that waited under an earlier name is the same job', () => {
    const mailId = 7 as MailId
    expect(jobOf({ type: 'send-letter', letterId: mailId })).toEqual({ type: 'send-mail', mailId })
    const email = 'someone@example.org' as EmailAddress
    expect(jobOf({ type: 'order-reset', email, language: 'ko' })).toEqual({
      type: 'queue-reset-mail',
      email,
      language: 'ko',
    })
    expect(jobOf({ type: 'sweep-orphans' })).toEqual({ type: 'sweep-orphans' })
  })

  it('a mail waits as an id, and is tried again for a day', async () => {
    const database = await valueOf(openDatabase(place.place))
    const jobs = await valueOf(openJobs(place.place))
    const units = database.unitOfWork((transaction) => jobs.jobsIn(transaction))
    await valueOf(units.run((transaction) => transaction.jobs.add({ type: 'send-mail', mailId: 7 as MailId })))
    await jobs.close()
    await database.close()
    const waiting = await place.statements.ask(`select data, retry_limit, retry_delay, retry_backoff, retry_delay_max
      from pgboss.job where name = 'send-letter'`)
    const { retryLimit, retryDelay, retryBackoff, retryDelayMax } = QUEUES['send-mail']
    expect(waiting).toEqual([
      {
        data: { type: 'send-mail', mailId: 7 },
        retry_limit: retryLimit,
        retry_delay: retryDelay,
        retry_backoff: retryBackoff,
        retry_delay_max: retryDelayMax,
      },
    ])
  })
})

describe('The pauses of a letter', () => {
  it('grow, and last a day and not two, however they are drawn', () => {
    for (const drawn of ['shortest', 'longest'] as const) {
      const pauses = pausesOf('send-mail', drawn)
      expect(pauses).toEqual(pauses.toSorted((one, other) => one - other))
      expect(pauses[0]).toBeLessThan(60)
      expect(sum(pauses)).toBeGreaterThanOrEqual(DAY)
      expect(sum(pauses)).toBeLessThan(2 * DAY)
    }
  })
})
