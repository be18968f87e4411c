import { afterEach, describe, expect, it, vi } from 'vitest'
import { type LimitsPlace, openPostgresRateLimiter } from '#adapters/rate-limiter-flexible/postgres.ts'
import { MINUTE } from '#domain/shared/instant.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { freshDatabase } from '#test/databases/fresh.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'
import { freePort } from '#test/process/free-port.ts'

const TWO = { most: 2, within: MINUTE }

const ends: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const newDatabase = async () => {
  const { url, drop } = await freshDatabase('empty')
  ends.push(drop)
  const statements = await statementsOn(url)
  ends.push(statements.close)
  const open = async (given: Partial<LimitsPlace> = {}) => {
    const opened = await valueOf(openPostgresRateLimiter({ databaseUrl: url, ...given }))
    ends.push(async () => opened.close())
    return opened
  }
  return { url, statements, open }
}

const counts = ({ ask }: Statements, table = 'rate_limits') =>
  ask<{ readonly key: string; readonly points: number }>(`select key, points from "${table}" order by key`)

describe('limits on PostgreSQL', () => {
  it('are shared by processes', async () => {
    const { open } = await newDatabase()
    const [one, other] = [await open(), await open()]
    await valueOf(one.rateLimiter.consume('key', TWO))
    await valueOf(other.rateLimiter.consume('key', TWO))
    await refusalOf(one.rateLimiter.check('key', TWO))
    await refusalOf(other.rateLimiter.consume('key', TWO))
  })

  it('are opened by several processes at once, whichever makes the table', async () => {
    const { open } = await newDatabase()
    for (let table = 0; table < 10; table++) {
      const opened = await Promise.all(Array.from({ length: 8 }, () => open({ tableName: `limits_${table}` })))
      for (const { rateLimiter } of opened) await valueOf(rateLimiter.consume('key', { most: 8, within: MINUTE }))
      await refusalOf(opened[0]!.rateLimiter.consume('key', { most: 8, within: MINUTE }))
      await Promise.all(opened.map(({ close }) => valueOf(close())))
    }
  })

  it("lie in the table that is named, with nobody's address in it", async () => {
    const { open, statements } = await newDatabase()
    const { rateLimiter } = await open({ tableName: 'Counted tries' })
    await valueOf(rateLimiter.consume('log-in by pair: mina@example.org 192.0.2.7', TWO))
    const rows = await counts(statements, 'Counted tries')
    expect(rows).toEqual([{ key: expect.stringMatching(/^2\/60:[\w-]{43}$/), points: 1 }])
    expect(JSON.stringify(rows)).not.toMatch(/mina|192/)
  })

  it('outlive whoever counted', async () => {
    const { open } = await newDatabase()
    const first = await open()
    await valueOf(first.rateLimiter.consume('key', TWO))
    await valueOf(first.rateLimiter.consume('key', TWO))
    await valueOf(first.close())
    await refusalOf((await open()).rateLimiter.consume('key', TWO))
  })

  it('are swept when their windows have passed, and the others stay', async () => {
    const { open, statements } = await newDatabase()
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    ends.push(async () => vi.useRealTimers())
    const { rateLimiter } = await open()
    await valueOf(rateLimiter.consume('short', TWO))
    await valueOf(rateLimiter.consume('long', { most: 2, within: 60 * MINUTE }))
    expect(await counts(statements)).toHaveLength(2)
    vi.advanceTimersByTime(5 * MINUTE)
    while ((await counts(statements)).length > 1);
    await valueOf(rateLimiter.check('short', TWO))
    expect((await counts(statements)).map(({ key }) => key)).toEqual([expect.stringMatching(/^2\/3600:/)])
  })

  it('are out of reach once they are closed, which may be repeated', async () => {
    const { open } = await newDatabase()
    const { rateLimiter, close } = await open()
    await valueOf(close())
    await valueOf(close())
    await expectUnavailable(rateLimiter.consume('key', TWO))
  })

  it('cannot be opened where nobody listens', async () => {
    const databaseUrl = `postgresql://nobody:secret-of-nobody@127.0.0.1:${await freePort()}/none`
    const refusal = await refusalOf(openPostgresRateLimiter({ databaseUrl }))
    expect(refusal).toMatchObject({ type: 'Unavailable', what: 'limits', cause: { code: 'ECONNREFUSED' } })
  })
})
