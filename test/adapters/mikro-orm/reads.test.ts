import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { postIn } from '#test/contracts/given.ts'
import { valueOf } from '#test/contracts/subject.ts'
import { type Place, PLACES } from '#test/databases/places.ts'
import { noJobs } from './no-jobs.ts'

const TIMES = 10

describe.each(PLACES)('Statements that are asked again, on %s', (_, makePlace) => {
  let place: Place
  let database: MikroOrmDatabase
  let units: UnitOfWork
  beforeAll(async () => {
    place = await makePlace()
    database = await valueOf(openDatabase(place.place))
    units = database.unitOfWork(noJobs)
  })
  afterAll(async () => {
    await database.close()
    await place.end()
  })

  it('show what was changed since', async () => {
    const post = await postIn(units)
    for (let title = 0; title < TIMES; title++) {
      await valueOf(units.run(({ posts }) => posts.save({ ...post, title: `Title ${title}` as typeof post.title })))
      expect((await valueOf(database.posts.byId(post.id)))?.title).toBe(`Title ${title}`)
    }
  })

  it('go on when the tables they read got further columns', async () => {
    const post = await postIn(units)
    for (let asked = 0; asked < TIMES; asked++) await valueOf(database.posts.byId(post.id))
    await place.statements.ask('alter table posts add column later text')
    await place.statements.ask('alter table comments add column later text')
    expect((await valueOf(database.posts.byId(post.id)))?.id).toBe(post.id)
    await place.statements.ask('alter table posts drop column later')
    expect((await valueOf(database.posts.byId(post.id)))?.id).toBe(post.id)
  })

  it('give the same object as long as the database answers the same', async () => {
    const post = await postIn(units)
    const before = await valueOf(database.posts.byId(post.id))
    expect(await valueOf(database.posts.byId(post.id))).toBe(before)
  })
})
