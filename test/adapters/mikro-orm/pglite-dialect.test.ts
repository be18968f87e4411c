import type { PGlite } from '@electric-sql/pglite'
import { Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pgliteDialect } from '#adapters/mikro-orm/pglite-dialect.ts'
import { gate } from '#adapters/testing/contracts/subject.ts'
import { freshPglite } from '#test/databases/fresh.ts'

const one = sql<{ one: number }>`select 1 as one`

describe('pgliteDialect', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await freshPglite()
  })
  afterAll(() => (pglite.closed ? undefined : pglite.close()))

  it('tells whoever waits for itself that it waited too long, and serves the next', async () => {
    const kysely = new Kysely<unknown>({ dialect: pgliteDialect(pglite, 50) })
    const waited = await kysely
      .transaction()
      .execute(() => one.execute(kysely).then(String, (cause: Error) => cause.message))
    expect(waited).toContain('waited too long')
    expect((await one.execute(kysely)).rows).toEqual([{ one: 1 }])
  })

  it('lets nobody into a transaction that is open, whoever asks the instance', async () => {
    const kysely = new Kysely<unknown>({ dialect: pgliteDialect(pglite) })
    const [begun, mayEnd] = [gate(), gate()]
    const refused = kysely.transaction().execute(async (transaction) => {
      await sql`create table of_nobody (id integer)`.execute(transaction)
      begun.open()
      await mayEnd.opened
      throw new Error('rolled back')
    })
    await begun.opened
    const seen = sql<{ there: boolean }>`select to_regclass('of_nobody') is not null as there`
    const beside = [seen.execute(kysely), pglite.query(`select to_regclass('of_nobody') is not null as there`)]
    mayEnd.open()
    await expect(refused).rejects.toThrow('rolled back')
    for (const { rows } of await Promise.all(beside)) expect(rows).toEqual([{ there: false }])
  })

  it('fails at once on an instance that is closed, before, within or at the end of a transaction', async () => {
    const kysely = new Kysely<unknown>({ dialect: pgliteDialect(pglite) })
    const closedWithin = kysely.transaction().execute(() => pglite.close())
    // The instance itself says something else, but says it.
    await expect(closedWithin).rejects.toThrow(/./)
    await expect(kysely.transaction().execute(async () => {})).rejects.toThrow('closed')
    await expect(one.execute(kysely)).rejects.toThrow('closed')
  })
})
