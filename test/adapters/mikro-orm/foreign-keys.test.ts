import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PGlite } from '@electric-sql/pglite'
import { freshPglite } from '#test/databases/fresh.ts'

/** Foreign keys of our own tables that no index begins with: where a row goes, all that may point to it are read. */
const WITHOUT_INDEX = `
  select c.conrelid::regclass::text as "table", c.conname as name from pg_constraint c
  where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
    select from pg_index i where i.indrelid = c.conrelid
      and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = '(' || (
        select attname from pg_attribute a where a.attrelid = c.conrelid and a.attnum = c.conkey[1]) || ' IS NOT NULL)')
      and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
  )`

describe('A row that goes', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await freshPglite()
  })
  afterAll(() => pglite.close())

  const unindexed = async (): Promise<readonly string[]> =>
    (await pglite.query<{ table: string; name: string }>(WITHOUT_INDEX)).rows.map(({ name }) => name)

  it('finds those that point to it by an index', async () => {
    expect(await unindexed()).toEqual([])
  })

  it('and one that could not be found so is noticed', async () => {
    await pglite.exec('create table pointing (other integer, post_id integer references posts (id))')
    await pglite.exec('create index pointing_idx on pointing (other, post_id)')
    expect(await unindexed()).toEqual(['pointing_post_id_fkey'])
    await pglite.exec('drop table pointing')
  })
})
