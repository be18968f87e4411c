import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Post } from '#domain/post/post.ts'
import { postIn } from '#adapters/testing/given.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
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

  const STORAGE_MODULES: Readonly<Record<string, (post: Post) => Outcome<unknown>>> = {
    'a post': (post) => database.posts.byId(post.id),
    'a user’s own screen': ({ authorId }) => database.users.detail(authorId),
    'the home page': () => database.home.home(),
    'the first posts of the list': () =>
      database.posts.list({ order: 'newest', instruments: [], genres: [], page: { size: 10, cursor: null } }),
  }

  it.each(Object.entries(STORAGE_MODULES))(
    'go on when the tables they read got further columns: %s',
    async (__, read) => {
      const post = await postIn(units)
      for (let asked = 0; asked < TIMES; asked++) await valueOf(read(post))
      const shown = await valueOf(read(post))
      for (const table of ['users', 'posts', 'comments']) {
        await place.statements.ask(`alter table ${table} add column later text`)
        expect(await valueOf(read(post))).toEqual(shown)
        await place.statements.ask(`alter table ${table} drop column later`)
        expect(await valueOf(read(post))).toEqual(shown)
      }
    },
  )

  it.each(Object.entries(STORAGE_MODULES))(
    'give the same object from the second time on, as long as the database answers the same: %s',
    async (what, read) => {
      const post = await postIn(units)
      await valueOf(read(post))
      const before = await valueOf(read(post))
      expect(await valueOf(read(post))).toBe(before)
      await valueOf(units.run(({ posts }) => posts.save({ ...post, title: `After ${what}` as typeof post.title })))
      expect(JSON.stringify(before)).not.toContain(`After ${what}`)
      expect(JSON.stringify(await valueOf(read(post)))).toContain(`After ${what}`)
    },
  )
})
