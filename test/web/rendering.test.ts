import { describe, expect, it } from 'vitest'
import { inTurns } from '#adapters/web/server/in-turns.ts'
import { readBuiltPage } from '#adapters/web/server/built.ts'
import { member, postTrack, work } from '#test/adapters/http/house.ts'
import { pageHouse } from './page-house.ts'

const built = await readBuiltPage()

/** A post of Ann's, and how often a page was rendered. */
const posted = async () => {
  let rendered = 0
  const render: typeof built.render = (...page) => {
    rendered++
    return built.render(...page)
  }
  const given = pageHouse({ page: { built: { ...built, render } } })
  const ann = await member(given, 'ann')
  const id = Number((await postTrack(given, ann))['id'])
  await work(given)
  return { given, ann, path: `/post/${id}`, rendered: () => rendered }
}

describe('a page that is asked for again', () => {
  it('is not rendered again until something on it is different, and then at once', async () => {
    const { given, ann, path, rendered } = await posted()
    const first = await given.read(path)
    expect(await given.read(path)).toBe(first)
    expect(rendered()).toBe(1)
    const edited = await given.app.request(path, {
      method: 'PATCH',
      body: JSON.stringify({ title: 'Green' }),
      headers: { 'Content-Type': 'application/json', ...ann },
    })
    expect(edited.status).toBe(200)
    expect(await given.read(path)).toContain('Green')
    expect(rendered()).toBe(2)
  })

  it('is rendered for each language and for each person', async () => {
    const { given, ann, path, rendered } = await posted()
    const Cookie = `soundhub=${ann.Authorization.slice('Token '.length)}`
    expect(await given.read(path)).toContain('<html lang="en">')
    expect(await given.read(path, { 'Accept-Language': 'ko' })).toContain('<html lang="ko">')
    expect(await given.read(path, { Cookie: 'lang=ko' })).toContain('<html lang="ko">')
    expect(await given.read(path, { Cookie })).toContain('ann@example.org')
    expect(await given.read(path)).not.toContain('ann@example.org')
    expect(rendered()).toBe(3)
  })

  it('is known by its ETag to who had it in the same language, and to nobody else', async () => {
    const { given, ann, path } = await posted()
    const first = await given.see(path)
    const etag = first.headers.get('ETag')!
    expect(first.headers.get('Vary')).toBe('Accept, Accept-Language, Cookie')
    expect(first.headers.get('Cache-Control')).toBe('no-cache')
    const again = (headers: Record<string, string>) => given.see(path, { 'If-None-Match': etag, ...headers })
    const known = await again({})
    expect([known.status, known.headers.get('ETag'), known.headers.get('Vary'), await known.text()]).toEqual([
      304,
      etag,
      first.headers.get('Vary'),
      '',
    ])
    expect((await again({ 'If-None-Match': `"a", W/${etag}` })).status).toBe(304)
    expect((await again({ 'Accept-Language': 'ko' })).status).toBe(200)
    expect((await again({ Cookie: 'lang=ko' })).status).toBe(200)
    const own = await again({ Cookie: `soundhub=${ann.Authorization.slice('Token '.length)}` })
    expect([own.status, own.headers.get('ETag'), own.headers.get('Cache-Control')]).toEqual([
      200,
      null,
      'private, no-store',
    ])
    await given.app.request(path, { method: 'DELETE', headers: ann })
    expect((await again({})).status).toBe(404)
  })

  it('has no body for HEAD, and the same ETag', async () => {
    const { given, path } = await posted()
    const head = await given.see(path, {}, 'HEAD')
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('ETag')).toBe((await given.see(path)).headers.get('ETag'))
  })
})

describe('a page that a crowd asks for at once', () => {
  it('is asked of the API for all of them, after the last of them came', async () => {
    const { given, path } = await posted()
    const before = given.asked.length
    const pages = await Promise.all(Array.from({ length: 20 }, () => given.read(path)))
    expect(new Set(pages).size).toBe(1)
    // Once for the first, and once for the nineteen who came meanwhile.
    expect(given.asked.length - before).toBe(2)
  })
})

describe('in turns', () => {
  it('nobody gets what was begun before they asked', async () => {
    const take = inTurns<number>()
    let time = 0
    const make = async (): Promise<number> => {
      const begun = ++time
      await Promise.resolve()
      return begun
    }
    const ask = async (after: number): Promise<readonly [asked: number, begun: number]> => {
      for (let wait = 0; wait < after; wait++) await Promise.resolve()
      const asked = ++time
      return [asked, await take('a', make)]
    }
    const answers = await Promise.all(Array.from({ length: 60 }, (_, at) => ask(at % 23)))
    for (const [asked, begun] of answers) expect(begun).toBeGreaterThan(asked)
    expect(new Set(answers.map(([, begun]) => begun)).size).toBeLessThan(30)
  })

  it('one that fails takes only those along who waited for it', async () => {
    const take = inTurns<number>()
    const broken = take('a', () => Promise.reject(new Error('broken')))
    const next = take('a', () => Promise.resolve(2))
    await expect(broken).rejects.toThrow('broken')
    expect(await next).toBe(2)
    expect(await take('a', () => Promise.resolve(3))).toBe(3)
  })
})
