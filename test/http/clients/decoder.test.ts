import { describe, expect, it } from 'vitest'
import { decode } from './decoder.ts'
import { comment, message, page, problem } from './models.ts'

const COMMENT = {
  id: 7,
  author: { id: 1, nickname: '앤', profile_img: null },
  post: 'Blue',
  is_mixed: false,
  comment_track: 'user_1/Post_2/track_0a.mp3',
  instrument: 'Vocal, Guitar',
  instruments: ['Vocal', 'Guitar'],
  created_date: '2026-11-21T09:00:00.000Z',
}

const written = (changes: object): string => JSON.stringify({ ...COMMENT, ...changes })

describe('a decoder of the apps', () => {
  it('reads what is as it should be, and minds nothing that it does not know', () => {
    expect(decode(written({ new: {} }), comment)).toEqual(COMMENT)
  })

  it.each([
    ['a missing field', written({ post: undefined })],
    ['null where the wire has none', written({ post: null })],
    ['a number as text', written({ id: '7' })],
    ['text as a number', written({ post: 7 })],
    ['a truth as a number', written({ is_mixed: 0 })],
    ['a number with a point', written({}).replace('"id":7', '"id":7.0')],
    ['a number with an exponent', written({}).replace('"id":7', '"id":7e0')],
    ['a number that is too large', written({ id: 2_147_483_648 })],
    ['an object as a list', written({ author: [] })],
    ['an object as its id', written({ author: 1 })],
    ['a field inside that is missing', written({ author: { id: 1, nickname: 'a' } })],
    ['a list as text', written({ instruments: 'Vocal' })],
    ['text as a list', written({ instrument: ['Vocal'] })],
    ['a word that is none', written({ instrument: 'Vocal, Harp' })],
    ['words that are joined otherwise', written({ instrument: 'Vocal,Guitar' })],
    ['a path of another layout', written({ comment_track: 'tracks/7.mp3' })],
    ['a path with its host', written({ comment_track: '/media/user_1/Post_2/a.mp3' })],
    ['a time of another zone', written({ created_date: '2026-11-21T18:00:00+09:00' })],
    ['a time as a number', written({ created_date: 1_795_251_600 })],
    ['no object', '[]'],
    ['nothing', 'null'],
  ])('stumbles over %s', (_what, answer) => {
    expect(() => decode(answer, comment)).toThrow(/ expected, .* found$/)
  })

  it('stumbles over a page without its neighbours, and over one that is a bare list', () => {
    const bare = page(comment)
    expect(decode(JSON.stringify({ results: [COMMENT], next: null, previous: null }), bare).results).toEqual([COMMENT])
    expect(() => decode(JSON.stringify({ results: [COMMENT] }), bare)).toThrow('answer.next')
    expect(() => decode(JSON.stringify([COMMENT]), bare)).toThrow('an object expected')
  })

  it('takes null only where the wire has it', () => {
    const sent = {
      id: 1,
      from_user: null,
      to_user: 2,
      content: '',
      read_date: null,
      created_date: COMMENT.created_date,
    }
    expect(decode(JSON.stringify(sent), message)).toEqual(sent)
    expect(() => decode(JSON.stringify({ ...sent, content: null }), message)).toThrow('answer.content')
  })

  it('reads the faults of a refusal where there are some', () => {
    const refused = { type: 'https://a/b', title: 'T', status: 400, detail: 'D.', code: 'C' }
    expect(decode(JSON.stringify(refused), problem)).toEqual(refused)
    expect(() => decode(JSON.stringify({ ...refused, errors: [{ field: 'a' }] }), problem)).toThrow('errors[0].code')
  })
})
