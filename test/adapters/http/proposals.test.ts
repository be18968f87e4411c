import { beforeEach, describe, expect, it } from 'vitest'
import { commentTrack, house, type House, jsonOf, type Json, member, postTrack, work } from './house.ts'

const RECIPE = { stems: [{ comment: 1, gain_db: 3 }], master: { loudness_lufs: -16 } }

type Headers = Readonly<Record<string, string>>

const refused = async (answer: Response | Promise<Response>): Promise<Json> => {
  const response = await answer
  return { status: response.status, ...(await jsonOf(response)) }
}

describe('proposals on the wire', () => {
  let given: House
  let [ann, bob, carol]: readonly [Headers, Headers, Headers] = [{}, {}, {}]
  let path: string

  const call = (method: string, to: string, by: Headers, body?: unknown) =>
    given.app.request(to, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...by },
    })
  const read = async (to: string) => jsonOf(await given.app.request(to))
  const propose = async (by: Headers, body: unknown = RECIPE) => jsonOf(await call('POST', `${path}/mixes`, by, body))

  beforeEach(async () => {
    given = house()
    ;[ann, bob, carol] = [await member(given, 'ann'), await member(given, 'bob'), await member(given, 'carol')]
    const { id } = await postTrack(given, ann)
    path = `/post/${String(id)}`
    await commentTrack(given, id, bob)
    await call('PATCH', `${path}/mix`, ann, { mix_tracks: '1' })
    await work(given)
  })

  it('say who proposes what and what it changes, and can be heard by anybody once they are rendered', async () => {
    const answer = await call('POST', `${path}/mixes`, carol, RECIPE)
    expect(answer.status).toBe(201)
    expect(answer.headers.get('Location')).toBe(`https://soundhub.example${path}/mixes/1`)
    const added = await jsonOf(answer)
    expect(added).toMatchObject({
      id: 1,
      post: 1,
      proposer: { nickname: 'carol' },
      status: 'waiting',
      changes: [
        { stem: 1, field: 'gain_db', from: 0, to: 3 },
        { stem: 'master', field: 'loudness_lufs', from: -14, to: -16 },
      ],
      recipe: { stems: [{ comment: 1, gain_db: 3 }] },
      rendering: 'queued',
      master_track: null,
      length_samples: null,
      decided_at: null,
    })
    await work(given)
    const rendered = await read(`${path}/mixes/1`)
    expect(rendered).toMatchObject({
      ...added,
      rendering: 'done',
      master_track: 'user_1/Post_1/proposal_1.mp3',
      recipe_id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      true_peak_dbtp: expect.any(Number) as number,
      length_samples: expect.any(Number) as number,
      limiter: expect.objectContaining({ gain_db: expect.any(Number) as number }) as object,
    })
    expect((await given.app.request(`/media/${String(rendered.master_track)}`)).status).toBe(200)
    expect((await read(`${path}/proposals`)).results).toEqual([rendered])
    expect((await read(path)).mix).toMatchObject({ revision: 1, status: 'done' })
  })

  it('are sent once with an Idempotency-Key, however often', async () => {
    const by = { ...carol, 'Idempotency-Key': 'one' }
    const [first, again] = [await propose(by), await propose(by)]
    expect(again).toEqual(first)
    expect((await read(`${path}/proposals`)).results).toHaveLength(1)
  })

  it('are taken by the author alone, as the next revision and at once', async () => {
    await propose(carol)
    await work(given)
    expect(await refused(call('PUT', `${path}/mixes/1`, carol))).toMatchObject({
      status: 403,
      code: 'NOT_THE_POST_AUTHOR',
    })
    const stale = { ...ann, 'If-Match': '"7"' }
    expect(await refused(call('PUT', `${path}/mixes/1`, stale))).toMatchObject({ status: 412, code: 'MIX_CHANGED' })
    const taken = await jsonOf(await call('PUT', `${path}/mixes/1`, { ...ann, 'If-Match': '"1"' }))
    expect(taken).toMatchObject({
      master_track: 'user_1/Post_1/proposal_1.mp3',
      mix: {
        revision: 2,
        status: 'done',
        recipe: { stems: [{ gain_db: 3 }] },
        true_peak_dbtp: expect.any(Number) as number,
      },
    })
    expect(await read(`${path}/mixes/1`)).toMatchObject({ status: 'taken', revision: 2, reason: null, changes: [] })
    const flac = await given.app.request(`${path}/master.flac`)
    expect([flac.status, flac.headers.get('Content-Type')]).toEqual([200, 'audio/flac'])
  })

  it('are declined with a sentence, which everybody may read, or without one', async () => {
    await propose(carol)
    await propose(carol, { mix_tracks: '' })
    expect((await call('DELETE', `${path}/mixes/1`, ann, { reason: 'Too loud.' })).status).toBe(204)
    expect((await call('DELETE', `${path}/mixes/2`, ann)).status).toBe(204)
    const { results } = await read(`${path}/proposals`)
    expect(results).toMatchObject([
      { id: 2, status: 'declined', reason: null },
      { id: 1, status: 'declined', reason: 'Too loud.', decided_at: expect.any(String) as string },
    ])
    expect(await refused(call('PUT', `${path}/mixes/1`, ann))).toMatchObject({
      status: 409,
      code: 'PROPOSAL_DECIDED',
      decision: 'declined',
    })
    const { detail } = await refused(call('DELETE', `${path}/mixes/1`, { ...ann, 'Accept-Language': 'ko' }))
    expect(detail).toBe('제안 1은(는) 이미 거절되었습니다.')
  })

  it('are withdrawn with a comment in them', async () => {
    await propose(carol)
    await work(given)
    await call('DELETE', '/post/comment/1', bob)
    await work(given)
    const gone = await read(`${path}/mixes/1`)
    expect(gone).toMatchObject({ status: 'waiting', withdrawn: true, rendering: null, master_track: null })
    expect((await given.app.request('/media/user_1/Post_1/proposal_1.mp3')).status).toBe(404)
    expect(await refused(call('PUT', `${path}/mixes/1`, ann))).toMatchObject({
      status: 409,
      code: 'PROPOSAL_WITHDRAWN',
    })
  })

  it('that fail say why', async () => {
    const { track } = (await read('/post/comment/1')) as { track: Json }
    await propose(carol)
    for (const stored of given.world.files.paths())
      if (stored.includes('/comment_1_')) await given.world.blobs.remove(stored)
    expect(track).toMatchObject({ status: 'ready' })
    await work(given)
    expect(await read(`${path}/mixes/1`)).toMatchObject({ rendering: 'failed', failure: 'STEM_MISSING' })
  })

  it('are of their post, and refused where there are too many', async () => {
    for (let gain = 1; gain <= 10; gain++) await propose(carol, { stems: [{ comment: 1, gain_db: gain }] })
    expect(await refused(call('POST', `${path}/mixes`, carol, RECIPE))).toMatchObject({
      status: 409,
      code: 'TOO_MANY_PROPOSALS',
    })
    expect(await refused(given.app.request('/post/2/mixes/1'))).toMatchObject({
      status: 404,
      code: 'PROPOSAL_NOT_FOUND',
    })
    expect(await refused(given.app.request(`${path}/mixes/2147483648`))).toMatchObject({ status: 404 })
    const wrong = { stems: [{ comment: 1, gain_db: 99 }] }
    expect(await refused(call('POST', `${path}/mixes`, bob, wrong))).toMatchObject({
      status: 400,
      errors: [{ field: 'stems.0.gain_db' }],
    })
  })
})
