import { expect, it } from 'vitest'
import { PLACES } from '#test/databases/places.ts'
import { fuzzOn } from './fuzzed-database.ts'

const REQUESTS = 500

it.each(PLACES)('%s is asked nothing that it cannot answer', { timeout: 180_000 }, async (_name, make) => {
  const place = await make()
  try {
    expect(await fuzzOn(place, REQUESTS)).toEqual([])
  } finally {
    await place.end()
  }
})
