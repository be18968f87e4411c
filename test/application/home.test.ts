import { describe, expect, test } from 'vitest'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { song } from './given.ts'
import { world } from './world.ts'

describe('the home pages', () => {
  test('show everybody the same, and their own address to each', async () => {
    const on = world()
    const { ann, bob, postId } = await song(on)
    const addresses = async (viewer: typeof ann | null) =>
      (await valueOf(on.app.home.read(viewer))).popularUsers.map(({ id, email }) => [id, email !== null])
    expect(await addresses(null)).toEqual(
      expect.arrayContaining([
        [ann, false],
        [bob, false],
      ]),
    )
    expect(await addresses(ann)).toEqual(
      expect.arrayContaining([
        [ann, true],
        [bob, false],
      ]),
    )
    const home = await valueOf(on.app.home.read(null))
    expect([home.popularPosts, home.recentPosts].map((posts) => posts.map(({ id }) => id))).toEqual([
      [postId],
      [postId],
    ])
  })

  test('know a word in any case, and name the words there are for any other', async () => {
    const on = world()
    const { postId } = await song(on)
    const guitars = await valueOf(on.app.home.ofInstrument(' gUITAR ', null))
    expect([guitars.totalPosts, guitars.recentPosts.map(({ id }) => id)]).toEqual([1, [postId]])
    expect(await valueOf(on.app.home.ofGenre('CLASSIC', null))).toMatchObject({ totalPosts: 0, recentPosts: [] })
    expect(await refusalOf(on.app.home.ofGenre('Guitar', null))).toMatchObject({
      faults: [{ field: 'genre', code: 'UNKNOWN_WORD', word: 'Guitar' }],
    })
  })

  test('say so when the database is out of reach', async () => {
    const on = world()
    on.outage.breakDown('database')
    await expectUnavailable(on.app.home.read(null))
    await expectUnavailable(on.app.home.ofGenre('Jazz', null))
    await expectUnavailable(on.app.home.ofInstrument('Bass', null))
  })
})
