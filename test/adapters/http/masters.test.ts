import { beforeAll, describe, expect, it } from 'vitest'
import { readWave } from '#adapters/memory/media/memory-wave.ts'
import { commentTrack, house, type House, jsonOf, member, postTrack, SONG, work } from './house.ts'

const bytesOf = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer())

describe('downloading a master', () => {
  let given: House
  let author: { Authorization: string }
  let id: string

  const get = (format: string, headers: Readonly<Record<string, string>> = {}, query = '') =>
    given.app.request(`/post/${id}/master.${format}${query}`, { headers })
  const mix = async (stems: readonly object[]) => {
    const headers = { 'Content-Type': 'application/json', ...author }
    await given.app.request(`/post/${id}/mix`, { method: 'PATCH', body: JSON.stringify({ stems }), headers })
    await work(given)
  }

  beforeAll(async () => {
    given = house()
    author = await member(given, 'ann')
    id = String((await postTrack(given, author, { ...SONG, title: 'Blue / 봄밤' })).id)
    await commentTrack(given, id, author)
    await mix([{ comment: 1 }])
  })

  it.each([
    ['mp3', 'audio/mpeg'],
    ['m4a', 'audio/mp4'],
    ['opus', 'audio/ogg'],
    ['flac', 'audio/flac'],
    ['wav', 'audio/wav'],
  ])('saves it as %s under the title of the post', async (format, type) => {
    const answer = await get(format)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe(type)
    expect(answer.headers.get('Content-Disposition')).toBe(
      `attachment; filename="Blue _ __.${format}"; filename*=UTF-8''Blue%20_%20%EB%B4%84%EB%B0%A4.${format}`,
    )
    const bytes = await bytesOf(answer)
    expect(answer.headers.get('Content-Length')).toBe(String(bytes.length))
    expect(readWave(bytes)._unsafeUnwrap().samples).toHaveLength(2 * 480)
  })

  it('names it as is asked for, and sends a range of it, or nothing of what is known', async () => {
    const whole = await get('flac', {}, '?download=mine')
    expect(whole.headers.get('Content-Disposition')).toBe('attachment; filename="mine.flac"')
    const bytes = await bytesOf(whole)
    const part = await get('flac', { Range: 'bytes=10-19' })
    expect([part.status, await bytesOf(part)]).toEqual([206, bytes.subarray(10, 20)])
    const etag = whole.headers.get('ETag')!
    expect((await get('flac', { 'If-None-Match': etag })).status).toBe(304)
    expect((await get('flac/')).status).toBe(200)
  })

  it('is asked for again once the post is mixed anew', async () => {
    const before = await get('wav')
    expect(before.headers.get('Cache-Control')).toBe('no-cache')
    await mix([{ comment: 1, gain_db: 1 }])
    const after = await get('wav', { 'If-None-Match': before.headers.get('ETag')! })
    expect(after.status).toBe(200)
  })

  it.each(['mid', 'mp3.exe', 'FLAC'])('names the formats there are where it is asked for .%s', async (format) => {
    const answer = await get(format)
    expect(answer.status).toBe(404)
    expect(await jsonOf(answer)).toMatchObject({
      code: 'MASTER_FORMAT_UNKNOWN',
      detail: expect.stringContaining('mp3, m4a, opus, flac, wav') as unknown,
    })
  })

  it('may be asked for again in a moment while it is being rendered', async () => {
    const other = String((await postTrack(given, author)).id)
    await work(given)
    const ask = () => given.app.request(`/post/${other}/master.flac`, { headers: { 'Accept-Language': 'ko' } })
    const none = await ask()
    expect([none.status, none.headers.get('Retry-After')]).toEqual([409, null])
    const body = JSON.stringify({ stems: [], author: { gain_db: -6 } })
    const headers = { 'Content-Type': 'application/json', ...author }
    await given.app.request(`/post/${other}/mix`, { method: 'PATCH', body, headers })
    const waiting = await ask()
    expect([waiting.status, waiting.headers.get('Retry-After')]).toEqual([409, '5'])
    expect(await jsonOf(waiting)).toMatchObject({ code: 'MIX_NOT_RENDERED' })
    await work(given)
    expect((await ask()).status).toBe(200)
  })
})
