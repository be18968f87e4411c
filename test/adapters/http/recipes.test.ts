import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { mixFormOf } from '#adapters/http/endpoint/recipe-fields.ts'
import { presentRecipe } from '#adapters/http/presenters/mix.ts'
import { parseMixForm } from '#domain/mix/mix-form.ts'
import { recipes } from '#adapters/testing/arbitraries.ts'
import { commentTrack, house, type House, jsonOf, type Json, member, postTrack, work } from './house.ts'

const DEFAULT = { gain_db: 0, pan: 0, offset_ms: 0, mute: false, solo: false }
const MASTER = { loudness_lufs: -14, ceiling_dbtp: -1 }
/** As the issue of the recipe writes one. */
const RECIPE = {
  author: { ...DEFAULT, gain_db: -1.5 },
  stems: [{ comment: 1, gain_db: -3, pan: -20, offset_ms: -42.5, mute: false, solo: false }],
  master: { loudness_lufs: null, ceiling_dbtp: -2 },
}

const fieldsIn = ({ errors }: Json) =>
  (errors as readonly { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`)

const mixOf = async (answer: Response): Promise<Json> => {
  expect(answer.status).toBe(200)
  return (await jsonOf(answer)).mix as Json
}

describe('a recipe on the wire', () => {
  let given: House
  let author: { Authorization: string }
  let path: string

  beforeAll(async () => {
    given = house()
    author = await member(given, 'ann')
    const { id } = await postTrack(given, author)
    path = `/post/${String(id)}/mix`
    for (const _ of 'ab') await commentTrack(given, id, author)
  })

  const send = (body: unknown, headers: object = {}) =>
    given.app.request(path, {
      method: 'PATCH',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...author, ...headers },
    })
  const refused = async (body: unknown, headers: object = {}) => {
    const answer = await send(body, headers)
    return { status: answer.status, ...(await jsonOf(answer)) } as Json
  }

  it('comes back as it was sent, and may be sent again', async () => {
    const mix = await mixOf(await send(RECIPE))
    expect(mix).toMatchObject({ status: 'queued', comments: [1], recipe: RECIPE, id: null })
    expect(mix).toMatchObject({ loudness_lufs: null, true_peak_dbtp: null, length_samples: null })
    expect((await mixOf(await send(mix.recipe))).recipe).toEqual(mix.recipe)
  })

  it('is, where only comments are sent, those comments as they were recorded', async () => {
    const expected = { author: DEFAULT, stems: [1, 2].map((comment) => ({ comment, ...DEFAULT })), master: MASTER }
    expect((await mixOf(await send({ mix_tracks: '2, 1' }))).recipe).toEqual(expected)
    expect((await mixOf(await send({ stems: [{ comment: 2 }, { comment: '1' }] }))).recipe).toEqual(expected)
  })

  it('is rendered, also if nothing is heard in it', async () => {
    for (const recipe of [RECIPE, { stems: [], author: { mute: true } }, { stems: [], author: { gain_db: -6 } }]) {
      await mixOf(await send(recipe))
      await work(given)
      const post = await jsonOf(await given.app.request(path.replace('/mix', '')))
      expect(post.mix).toMatchObject({ status: 'done' })
      expect(post.master_track).not.toBe(post.author_track)
    }
    expect(await mixOf(await send({ stems: [] }))).toMatchObject({ status: 'done', length_samples: null })
  })

  it('is taken as JSON text in a form, its stems in one field or in one field each', async () => {
    const [stems, other] = [RECIPE.stems, [...RECIPE.stems, { ...RECIPE.stems[0]!, comment: 2 }]]
    const formOf = (...parts: readonly unknown[]): URLSearchParams => {
      const form = new URLSearchParams({ author: JSON.stringify(RECIPE.author), master: JSON.stringify(RECIPE.master) })
      for (const part of parts) form.append('stems', JSON.stringify(part))
      return form
    }
    const bodies = [formOf(stems), formOf(...stems)]
    for (const body of bodies) {
      const multipart = new FormData()
      for (const [name, part] of body) multipart.append(name, part)
      for (const form of [body, multipart]) {
        const mix = await mixOf(await given.app.request(path, { method: 'PATCH', body: form, headers: author }))
        expect(mix.recipe).toEqual(RECIPE)
      }
    }
    const two = formOf(...other)
    expect(await mixOf(await given.app.request(path, { method: 'PATCH', body: two, headers: author }))).toMatchObject({
      comments: [1, 2],
    })
  })

  it('is refused with all that is wrong with it, by the names that were sent', async () => {
    const body = {
      author: { gain_db: 13, gainDb: 1, offset_Ms: 1 },
      stems: [{ comment: 1, gian_db: -3 }, { pan: 0.5 }, 1],
      master: { ceiling_dbtp: '-1e1', __proto_: 1 },
    }
    const problem = await refused(body)
    expect(problem).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' })
    expect(fieldsIn(problem)).toEqual([
      'author.gainDb UNKNOWN_FIELD',
      'author.offset_Ms UNKNOWN_FIELD',
      'author.gain_db OUT_OF_RANGE',
      'stems.0.gian_db UNKNOWN_FIELD',
      'stems.1.comment REQUIRED',
      'stems.1.pan MALFORMED',
      'stems.2 MALFORMED',
      'master.__proto_ UNKNOWN_FIELD',
      'master.ceiling_dbtp MALFORMED',
    ])
    expect(fieldsIn(await refused({ author: 'loud', stems: '1, 2', master: null }))).toEqual([
      'author MALFORMED',
      'stems MALFORMED',
      'master MALFORMED',
    ])
  })

  it('is refused beside mix_tracks, and without its stems', async () => {
    expect(fieldsIn(await refused({ ...RECIPE, mix_tracks: '1' }))).toEqual(['mix_tracks MALFORMED'])
    expect(fieldsIn(await refused({ master: MASTER }))).toEqual(['stems REQUIRED'])
    expect(fieldsIn(await refused({}))).toEqual(['mix_tracks REQUIRED'])
    expect(fieldsIn(await refused({ mix_tracks: [{ comment: 1 }] }))).toEqual(['mix_tracks MALFORMED'])
  })

  it('is refused for comments that it may not have, under the name they were sent by', async () => {
    const twice = [1, 1].map((comment) => ({ comment }))
    expect(await refused({ stems: twice })).toMatchObject({ code: 'STEM_REPEATED', errors: [{ field: 'stems' }] })
    expect(await refused({ mix_tracks: '1, 1' })).toMatchObject({ errors: [{ field: 'mix_tracks' }] })
    const strangers = [{ comment: 99 }, { comment: 1 }, { comment: 2 ** 40 }]
    expect(await refused({ stems: strangers })).toMatchObject({ status: 404, ids: [99, 2 ** 40] })
    const many = Array.from({ length: 33 }, (_, at) => ({ comment: at + 1 }))
    expect(await refused({ stems: many })).toMatchObject({ code: 'TOO_MANY_STEMS', errors: [{ field: 'stems' }] })
  })

  it('does not overwrite what its sender has not seen', async () => {
    const { revision } = await mixOf(await send(RECIPE))
    const seen = { 'If-Match': `"${String(revision)}"` }
    const next = await mixOf(await send({ mix_tracks: '1' }, seen))
    expect(next.revision).toBe(Number(revision) + 1)
    const lost = await refused(RECIPE, { ...seen, 'Accept-Language': 'ko' })
    expect(lost).toMatchObject({ status: 412, code: 'MIX_CHANGED', revision: next.revision })
    expect(lost.detail).toContain(String(next.revision))
    const post = await jsonOf(await given.app.request(path.replace('/mix', '')))
    expect(post.mix).toMatchObject({ revision: next.revision })
    expect((await mixOf(await send({ mix_tracks: '2' }, { 'If-Match': ' * ' }))).revision).toBe(Number(revision) + 2)
  })

  it('may be asked for as the first one', async () => {
    const { id } = await postTrack(given, author)
    const first = (tag: string) =>
      given.app.request(`/post/${String(id)}/mix`, {
        method: 'PATCH',
        body: '{"stems":[]}',
        headers: { 'Content-Type': 'application/json', 'If-Match': tag, ...author },
      })
    expect(await jsonOf(await first('*'))).toMatchObject({ code: 'MIX_CHANGED', revision: 0 })
    expect((await first('"0"')).status).toBe(200)
    expect((await first('"0"')).status).toBe(412)
  })

  it.each(['3', 'W/"3"', '"3", "4"', '"three"', '""', '"-1"', '"1.5"'])(
    'is refused if nobody can tell which revision is meant: %s',
    async (tag) => {
      expect(fieldsIn(await refused(RECIPE, { 'If-Match': tag }))).toEqual(['If-Match MALFORMED'])
    },
  )

  it('is for the author of the post alone, whatever revision somebody else has seen', async () => {
    const other = await member(given, 'bob')
    expect(await refused(RECIPE, { ...other, 'If-Match': '"999"' })).toMatchObject({ code: 'NOT_THE_POST_AUTHOR' })
  })
})

it('what is shown of a recipe is the recipe again when it is sent', () => {
  fc.assert(
    fc.property(recipes(), (recipe) => {
      const { author, stems, master } = JSON.parse(JSON.stringify(presentRecipe(recipe))) as Record<string, unknown>
      expect(parseMixForm(mixFormOf({ author, stems, master }))._unsafeUnwrap()).toStrictEqual(recipe)
      const texts = { author: JSON.stringify(author), stems: JSON.stringify(stems), master: JSON.stringify(master) }
      expect(parseMixForm(mixFormOf(texts))._unsafeUnwrap()).toStrictEqual(recipe)
    }),
  )
})
