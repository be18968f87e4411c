import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { fill } from '#test/bench/http/data.ts'
import { median } from '#test/bench/figures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { type Place, placeOnPostgres } from '#test/databases/places.ts'
import { type Get, PUBLIC, readHouse } from './read-house.ts'

const [ROUNDS, FEW, MANY, CONCURRENCY] = [7, 8, 80, 4]

/** In bytes a request. A closure of a generator function that holds a request is more than 3,500; noise was seen at 1,004. */
const MOST_BYTES_KEPT = 2_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (how: { readonly type: 'minor' }) => void

/** After collections of young objects alone: what lives through two of them is old, and waits for one of all objects. */
const bytesHeld = (): number => {
  for (let time = 0; time < 3; time++) collect({ type: 'minor' })
  return process.memoryUsage().heapUsed
}

/**
 * An object that outlives its request makes each collection of young objects longer, and everybody waits for those. The
 * sessions of a user are not among the pages: they are listed in a transaction.
 */
describe('Of a page that was read', () => {
  let place: Place
  let database: MikroOrmDatabase
  let get: Get
  let token: string
  beforeAll(async () => {
    place = await placeOnPostgres()
    // Few: a collection in the middle of a round makes old what is only under way.
    await fill(place.statements, { users: 8, posts: 8, likes: 8, follows: 8 })
    database = await valueOf(openDatabase(place.place))
    ;({ get, token } = await readHouse(database, place.statements))
  })
  afterAll(async () => {
    await database.close()
    await place.end()
  })

  /** Bytes that are held more when a page was read so often. */
  const afterReading = async (times: number, path: string, shown?: string): Promise<number> => {
    const before = bytesHeld()
    for (let asked = 0; asked < times; asked += CONCURRENCY)
      await Promise.all(Array.from({ length: CONCURRENCY }, async () => (await get(path, shown)).text()))
    return bytesHeld() - before
  }

  const expectNothingKept = async (path: string, shown?: string) => {
    await afterReading(ROUNDS * MANY, path, shown)
    const kept: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      // The last answers of either are still there when it is looked.
      const [few, many] = [await afterReading(FEW, path, shown), await afterReading(MANY, path, shown)]
      kept.push((many - few) / (MANY - FEW))
    }
    expect(median(kept)).toBeLessThan(MOST_BYTES_KEPT)
  }

  it.each(PUBLIC)('nothing is kept: %s', (path) => expectNothingKept(path))

  it.each(['/post/4', '/user/1', '/message/inbox', '/message/sent'])('nor where a token was shown: %s', (path) =>
    expectNothingKept(path, token),
  )
})
