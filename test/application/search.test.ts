import { expect, test } from 'vitest'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { song } from './given.ts'
import { world } from './world.ts'

test('a search finds users, posts and comments, and shows an address to its owner alone', async () => {
  const on = world()
  const { ann, postId, bass } = await song(on)
  const { nickname } = await valueOf(on.app.users.read(ann, null))
  const found = await valueOf(on.app.search({ keyword: ` ${nickname.toUpperCase()} ` }, null))
  expect(found.users).toMatchObject([{ id: ann, email: null }])
  expect(found.postsByAuthor.map(({ id }) => id)).toEqual([postId])
  const own = await valueOf(on.app.search({ keyword: nickname }, ann))
  expect(own.users[0]?.email).not.toBeNull()
  const { title } = await valueOf(on.app.posts.read(postId))
  const byTitle = await valueOf(on.app.search({ keyword: title }, null))
  expect([byTitle.postsByTitle.map(({ id }) => id), byTitle.comments.map(({ id }) => id)]).toEqual([
    [postId],
    expect.arrayContaining([bass]),
  ])
})

test('a search for nothing, for two things or for a page of text is refused', async () => {
  const on = world()
  for (const keyword of [undefined, null, '', ' \t', '\u200b', ['a', 'b'], 'a\nb', 'a'.repeat(101)])
    expect(await refusalOf(on.app.search({ keyword: whatever(keyword) }, null))).toMatchObject({
      faults: [{ field: 'keyword' }],
    })
})

test('a search says so when the database is out of reach', async () => {
  const on = world()
  on.outage.breakDown('database')
  await expectUnavailable(on.app.search({ keyword: 'a' }, null))
})
