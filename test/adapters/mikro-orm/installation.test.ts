import { expect, it } from 'vitest'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { PLACES } from '#test/databases/places.ts'

it.each(PLACES)('on %s the first id is the installation’s for ever', async (_, make) => {
  const { place, end } = await make()
  const database = await valueOf(openDatabase(place))
  try {
    expect(await valueOf(database.installation())).toBeNull()
    expect(await valueOf(database.installation('first'))).toBe('first')
    expect(await valueOf(database.installation('second'))).toBe('first')
    expect(await valueOf(database.installation())).toBe('first')
  } finally {
    await database.close()
    await end()
  }
})
