import { describe, expect, it } from 'vitest'
import { commentTrack, house, jsonOf, member, postTrack, SONG } from './house.ts'

const sung = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  const { id } = await postTrack(given, ann, { ...SONG, title: '봄밤 100%' })
  const comment = await commentTrack(given, id, ann)
  const post = await jsonOf(await given.app.request(`/post/${String(id)}`))
  return { ...given, ann, post, comment }
}

describe('the search', () => {
  it.each(['봄', '봄밤', encodeURIComponent('봄밤'.normalize('NFD')), '0%25', '%25'])(
    'finds a title and its comments by %s',
    async (keyword) => {
      const { app, post, comment } = await sung()
      const answer = await app.request(`/search?keyword=${keyword}`)
      expect(answer.status).toBe(200)
      expect(await jsonOf(answer)).toEqual({
        users: [],
        posts_by_title: [post],
        posts_by_author: [],
        comment_tracks: [comment],
      })
    },
  )

  it('finds a nickname, and shows an address to its owner alone', async () => {
    const { app, ann, post, comment } = await sung()
    const found = await jsonOf(await app.request('/search/?keyword=+ANN+'))
    expect(found).toMatchObject({ users: [{ nickname: 'ann', email: null }], posts_by_title: [] })
    expect([found.posts_by_author, found.comment_tracks]).toEqual([[post], [comment]])
    const own = await jsonOf(await app.request('/search?keyword=ann', { headers: ann }))
    expect(own).toMatchObject({ users: [{ email: expect.stringContaining('@') }] })
  })

  it.each([
    '',
    '?keyword=',
    '?keyword=+%20',
    '?keyword=%E2%80%8B',
    '?keyword=a&keyword=b',
    '?keyword=%00',
    `?keyword=${'a'.repeat(101)}`,
  ])('refuses what is no keyword: %s', async (query) => {
    const { app } = await sung()
    const answer = await app.request(`/search${query}`)
    expect(answer.status).toBe(400)
    expect(await jsonOf(answer)).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ field: 'keyword' }] })
  })
})
