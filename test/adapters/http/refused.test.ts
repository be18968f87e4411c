import { describe, expect, it } from 'vitest'
import { house, jsonOf, post } from './house.ts'

const HANGUL = /\p{Script=Hangul}/u

describe('a refusal on the wire', () => {
  const FORM = { email: 'no address', nickname: '앤', instrument: 'Harp' }

  it('speaks the language that was asked for', async () => {
    const { app } = house()
    const answer = await post(app, '/user/signup', FORM, { 'Accept-Language': 'ko-KR, en;q=0.8' })
    expect(answer.headers.get('Content-Language')).toBe('ko')
    const problem = await jsonOf(answer)
    expect(problem.detail).toMatch(HANGUL)
    expect(problem.errors).toMatchObject([
      { field: 'email', code: 'MALFORMED', detail: expect.stringMatching(HANGUL) },
      { field: 'instrument', code: 'UNKNOWN_WORD', detail: expect.stringContaining('Vocal, Guitar') },
      { field: 'password1', code: 'REQUIRED' },
      { field: 'password2', code: 'REQUIRED' },
    ])
  })

  it('shows nothing of an outage but that it is one', async () => {
    const given = house()
    given.world.outage.breakDown('database')
    const answer = await given.app.request('/post')
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])
    expect(await answer.text()).not.toContain('broken down on purpose')
    expect(given.lines).toMatchObject([{ level: 'warn', particulars: { what: 'database' } }])
  })

  it.each([
    ['an error', new Error('at secret.ts:1')],
    ['anything else', 'secret'],
  ])('shows nothing of a fault of ours: %s', async (_, thrown) => {
    const given = house({
      posts: {
        read: () => {
          throw thrown
        },
      },
    })
    const answer = await given.app.request('/post/1?activation_key=secret')
    expect(answer.status).toBe(500)
    const text = await answer.text()
    expect(text).not.toContain('secret')
    const { instance } = JSON.parse(text) as { instance: string }
    expect(given.lines).toMatchObject([
      {
        level: 'error',
        particulars: { err: thrown, route: '/post/{id}', requestId: instance.replace('urn:uuid:', '') },
      },
    ])
  })
})
