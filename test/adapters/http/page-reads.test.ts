import { describe, expect, it } from 'vitest'
import { ask, follow, PROGRAM } from './asking.ts'
import { house, jsonOf, keyFor, member, signUp } from './house.ts'
import { ASKING, cookieSetBy, isOpen, visitor } from './page-scenes.ts'

/** A message that waits to be read by somebody on the page. */
const letter = async () => {
  const given = house()
  const bob = await member(given, 'bob')
  const ann = await visitor(given, 'ann')
  await ask(given, '/message', { fields: { to_user: '2', content: 'bass?' }, headers: bob })
  const seen = async () => (await jsonOf(await ask(given, '/message/sent/1', { headers: bob }))).read_date
  return { given, ann, seen }
}

describe('a read that changes something', () => {
  it.each([
    ['our own page', { 'Sec-Fetch-Site': 'same-origin' }, true],
    ['our own page, in a browser that does not say so', ASKING, true],
    ['a link elsewhere', { 'Sec-Fetch-Site': 'cross-site' }, false],
    ['an image on a page of the same site', { 'Sec-Fetch-Site': 'same-site' }, false],
    ['who knows where', {}, false],
  ])('marks a message as read for %s: %j, %s', async (_, headers, isRead) => {
    const { given, ann, seen } = await letter()
    const answer = await ask(given, '/message/inbox/1', { headers: { ...ann, ...headers } })
    expect([answer.status, (await jsonOf(answer)).content]).toEqual([200, 'bass?'])
    expect((await seen()) !== null).toBe(isRead)
  })

  it('is done for the key in a link, and neither needs the cookie nor gives one', async () => {
    const given = house()
    const ann = await visitor(given, 'ann')
    await signUp(given, 'bob')
    const key = await keyFor(given, 'bob@example.org')
    const answer = await follow(given, '/user/activate', key, { ...PROGRAM, ...ann, ...ASKING })
    expect([answer.status, cookieSetBy(answer)]).toEqual([200, null])
    expect(await isOpen(given, ann)).toBe(true)
  })
})
