import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '#domain/shared/instant.ts'
import { ask } from './asking.ts'
import { type House, house, jsonOf, type Json, member, PASSWORD, post } from './house.ts'

const logInOn = async (given: House, device: string) => {
  const headers = { 'User-Agent': device }
  const answer = await post(given.app, '/user/login', { email: 'ann@example.org', password: PASSWORD }, headers)
  return { Authorization: `Bearer ${String((await jsonOf(answer)).token)}` }
}

const listed = async (given: House, headers: Record<string, string>): Promise<readonly Json[]> => {
  const answer = await ask(given, '/user/sessions', { headers })
  expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
  const { results, next, previous } = await jsonOf(answer)
  expect([next, previous]).toEqual([null, null])
  return results as readonly Json[]
}

const endOf = (given: House, id: unknown, headers: Record<string, string>) =>
  ask(given, `/user/sessions/${String(id)}/`, { method: 'DELETE', headers })

describe('my sessions', () => {
  it('are listed with what each device said it is, and nothing that would open them', async () => {
    const given = house()
    await member(given, 'ann')
    given.world.clock.advance(HOUR)
    const phone = await logInOn(given, 'Soundhub/2.1 (iPhone; ko-KR)')
    const all = await listed(given, phone)
    expect(all[0]).toEqual({
      id: expect.any(Number),
      created_at: '2020-01-01T01:00:00.000Z',
      last_used_at: '2020-01-01T01:00:00.000Z',
      device: 'Soundhub/2.1 (iPhone; ko-KR)',
      is_current: true,
    })
    expect(all.slice(1)).toMatchObject([{ device: '', is_current: false, created_at: '2020-01-01T00:00:00.000Z' }])
  })

  it('tell when they were last used, to the hour', async () => {
    const given = house()
    const ann = await member(given, 'ann')
    given.world.clock.advance(3 * HOUR)
    expect(await listed(given, ann)).toMatchObject([
      { created_at: '2020-01-01T00:00:00.000Z', last_used_at: '2020-01-01T03:00:00.000Z' },
    ])
  })

  it('end one by one, at once, and nobody else’s with them', async () => {
    const given = house()
    const laptop = await member(given, 'ann')
    const bob = await member(given, 'bob')
    const phone = await logInOn(given, 'phone')
    const [{ id } = { id: 0 }] = await listed(given, phone)
    const strange = await endOf(given, id, bob)
    expect([strange.status, (await jsonOf(strange)).code]).toEqual([404, 'SESSION_NOT_FOUND'])
    expect((await endOf(given, id, laptop)).status).toBe(204)
    expect((await ask(given, '/user/sessions', { headers: phone })).status).toBe(401)
    expect((await endOf(given, id, laptop)).status).toBe(404)
    expect((await listed(given, laptop)).length).toBe(1)
    expect((await listed(given, bob)).length).toBe(1)
  })

  it('may end with the one that asks', async () => {
    const given = house()
    const ann = await member(given, 'ann')
    const [{ id } = { id: 0 }] = await listed(given, ann)
    expect((await endOf(given, id, ann)).status).toBe(204)
    expect((await ask(given, '/user/sessions', { headers: ann })).status).toBe(401)
  })

  it('are not listed once they are over', async () => {
    const given = house()
    await member(given, 'ann')
    given.world.clock.advance(30 * DAY)
    expect((await listed(given, await logInOn(given, 'phone'))).length).toBe(1)
  })

  it.each(['0', '-1', 'x', '1e3', '99999999999'])('have no id like %s', async (id) => {
    const given = house()
    const answer = await endOf(given, id, await member(given, 'ann'))
    expect([answer.status, (await jsonOf(answer)).code]).toEqual([404, 'NOT_FOUND'])
  })
})
