import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { mixFormOf } from '#adapters/http/endpoint/recipe-fields.ts'
import { presentRecipe } from '#adapters/http/presenters/mix.ts'
import { presentChange } from '#adapters/http/presenters/recipe-change.ts'
import { parseMixForm } from '#domain/mix/mix-form.ts'
import { recipeDifference } from '#domain/mix/recipe-difference.ts'
import { recipes } from '#adapters/testing/arbitraries.ts'
import { commentTrack, house, type House, jsonOf, type Json, member, postTrack, work } from './house.ts'

const DEFAULT = { gain_db: 0, pan: 0, offset_ms: 0, mute: false, solo: false }
const RECIPE = {
  author: { gain_db: -1.5 },
  stems: [{ comment: 1, offset_ms: -42.5 }],
  master: { loudness_lufs: null, ceiling_dbtp: -2 },
}

const refused = async (answer: Response | Promise<Response>): Promise<Json> => {
  const response = await answer
  return { status: response.status, ...(await jsonOf(response)) }
}

describe('revisions on the wire', () => {
  let given: House
  let author: { Authorization: string }
  let path: string

  const call = (method: string, to: string, body?: unknown, headers: object = {}) =>
    given.app.request(to, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { 'Content-Type': 'application/json', ...author, ...headers },
    })
  const listed = async (query = '') => jsonOf(await given.app.request(`${path}/mixes${query}`))
  const restored = (revision: unknown, headers: object = {}) => call('PUT', `${path}/mix`, { revision }, headers)
  beforeAll(async () => {
    given = house()
    author = await member(given, 'ann')
    const other = await member(given, 'bob')
    const { id } = await postTrack(given, author)
    path = `/post/${String(id)}`
    for (const _ of 'ab') await commentTrack(given, id, other)
    for (const body of [{ mix_tracks: '1' }, RECIPE, { mix_tracks: '2' }]) {
      await call('PATCH', `${path}/mix`, body)
      await work(given)
    }
  })

  it('say who is heard, what changed and where the master is', async () => {
    const { results } = (await listed()) as { results: readonly Json[] }
    expect(results.map(({ revision, is_current: isCurrent }) => [revision, isCurrent])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ])
    expect(results[1]).toMatchObject({
      withdrawn: false,
      contributors: [{ nickname: 'ann' }, { nickname: 'bob' }],
      changes: [
        { stem: 'author', field: 'gain_db', from: 0, to: -1.5 },
        { stem: 1, field: 'offset_ms', from: 0, to: -42.5 },
        { stem: 'master', field: 'loudness_lufs', from: -14, to: null },
        { stem: 'master', field: 'ceiling_dbtp', from: -1, to: -2 },
      ],
      recipe: { stems: [{ comment: 1, offset_ms: -42.5 }] },
    })
    expect(results[2]!.changes).toEqual([{ stem: 1, field: 'settings', from: null, to: DEFAULT }])
    const { master_track: master, length_samples: length, id } = results[1]!
    expect(length).toBeGreaterThan(0)
    expect(id).toMatch(/^[0-9a-f]{64}$/)
    expect((await given.app.request(`/media/${String(master)}`)).status).toBe(200)
  })

  it('come a page at a time', async () => {
    const first = await listed('?page_size=2')
    expect(first.results).toHaveLength(2)
    const second = await jsonOf(await given.app.request(String(first.next)))
    expect((second.results as readonly Json[]).map(({ revision }) => revision)).toEqual([1])
    expect(await refused(given.app.request(`${path}/mixes?cursor=x`))).toMatchObject({ status: 400 })
  })

  it('are gone back to, of which no client that has not seen it knows', async () => {
    const [, , oldest] = (await listed()).results as readonly Json[]
    const answer = await jsonOf(await restored(1, { 'If-Match': '"3"' }))
    expect(answer).toMatchObject({ master_track: oldest!.master_track, mix: { revision: 4, status: 'done' } })
    expect((answer.mix as Json).id).toBe(oldest!.id)
    const lost = await refused(restored(2, { 'If-Match': '"3"' }))
    expect(lost).toMatchObject({ status: 412, code: 'MIX_CHANGED', revision: 4 })
    const again = await jsonOf(await restored('1'))
    expect(again.mix).toMatchObject({ revision: 4 })
  })

  it('are refused in the language of whoever asks', async () => {
    expect(await refused(restored(99))).toMatchObject({ status: 404, code: 'REVISION_NOT_FOUND' })
    const { detail } = await refused(restored(99, { 'Accept-Language': 'ko' }))
    expect(detail).toContain('리비전 99')
    expect(await refused(restored('one'))).toMatchObject({ status: 400, errors: [{ field: 'revision' }] })
    const other = await member(given, 'carol')
    expect(await refused(restored(1, other))).toMatchObject({ status: 403, code: 'NOT_THE_POST_AUTHOR' })
  })

  it('are withdrawn with a comment in them: nobody can play them or go back to them', async () => {
    const { results } = (await listed()) as { results: readonly Json[] }
    const gone = results.at(-1)!
    const bob = await jsonOf(await given.app.request('/post/comment/1'))
    const id = (bob.author as { readonly id: number }).id as never
    await given.core.comments.delete({ id: 1 as never, remover: id })
    await work(given)
    const after = ((await listed()).results as readonly Json[]).at(-1)
    expect(after).toMatchObject({ revision: 1, withdrawn: true, master_track: null, is_current: false })
    expect((await given.app.request(`/media/${String(gone.master_track)}`)).status).toBe(404)
    expect(await refused(restored(1))).toMatchObject({ status: 409, code: 'REVISION_WITHDRAWN' })
  })
})

it('a change that is sent back undoes itself', () => {
  fc.assert(
    fc.property(recipes(), recipes(), (one, other) => {
      const there = recipeDifference(one, other).map(presentChange)
      const back = recipeDifference(other, one).map(presentChange)
      expect(there.map(({ from, to, ...where }) => ({ ...where, from: to, to: from }))).toEqual(back)
      const { author, stems, master } = presentRecipe(other)
      const shown: Record<string, unknown> = { author, master }
      for (const { comment, ...settings } of stems) shown[comment] = settings
      for (const { stem, field, to } of there) {
        const settings = shown[stem] as Record<string, unknown> | undefined
        expect(field === 'settings' ? (settings ?? null) : settings![field]).toEqual(to)
      }
      expect(parseMixForm(mixFormOf({ author, stems, master }))._unsafeUnwrap()).toStrictEqual(other)
    }),
  )
})
