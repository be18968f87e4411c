import { expect, test } from 'vitest'
import { MEDIA_COLUMNS } from '#adapters/mikro-orm/queries/media-index.ts'
import { ROWS } from '#adapters/mikro-orm/open-database.ts'

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (queuedMail) => `_${queuedMail.toLowerCase()}`)

test('every column that names a file is asked before a file is swept', () => {
  const columns = ROWS.flatMap(({ meta: { tableName, properties } }) =>
    Object.keys(properties)
      .filter((name) => /path$/i.test(name))
      .map((name) => `${tableName}.${snake(name)}`),
  )
  const asked = MEDIA_COLUMNS.flatMap(({ table, columns: names }) => names.map((name) => `${table}.${name}`))
  expect(columns.toSorted()).toEqual(asked.toSorted())
})
