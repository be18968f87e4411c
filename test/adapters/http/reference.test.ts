import { describe, expect, it } from 'vitest'
import { house, jsonOf, PUBLIC_URL } from './house.ts'

describe('the API document', () => {
  it('is served, with and without a slash, as what was declared', async () => {
    const { app } = house()
    const answer = await app.request('/openapi.json')
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/json'])
    const document = await jsonOf(answer)
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: PUBLIC_URL }] })
    expect(await jsonOf(await app.request('/openapi.json/'))).toEqual(document)
  })

  it('names both words for a token', async () => {
    const { components } = await jsonOf(await house().app.request('/openapi.json'))
    expect((components as { securitySchemes: object }).securitySchemes).toMatchObject({
      token: { type: 'apiKey', in: 'header', name: 'Authorization' },
      bearer: { type: 'http', scheme: 'bearer' },
    })
  })

  it('names the cookie of a page as it is with TLS and without', async () => {
    for (const [publicUrl, name] of [
      [PUBLIC_URL, '__Host-soundhub'],
      ['http://localhost:8000', 'soundhub'],
    ] as const) {
      const { components } = await jsonOf(await house({ settings: { publicUrl } }).app.request('/openapi.json'))
      const { cookie } = (components as { securitySchemes: { cookie: object } }).securitySchemes
      expect(cookie).toMatchObject({ type: 'apiKey', in: 'cookie', name })
    }
  })

  it('refers only to what is in it, and describes every tag it uses', async () => {
    const text = await (await house().app.request('/openapi.json')).text()
    const document = JSON.parse(text) as {
      components: { schemas: object }
      tags: readonly { name: string }[]
      paths: Readonly<Record<string, Readonly<Record<string, { readonly tags: readonly string[] }>>>>
    }
    const referred = Array.from(text.matchAll(/"#\/components\/schemas\/(\w+)"/g), ([, name]) => name)
    expect(new Set(referred)).toEqual(new Set(Object.keys(document.components.schemas)))
    const used = Object.values(document.paths).flatMap((item) => Object.values(item).flatMap(({ tags }) => tags))
    expect(new Set(document.tags.map(({ name }) => name))).toEqual(new Set(used))
  })
})

describe('the page that shows it', () => {
  it('asks this host alone, and finds there what it asks for', async () => {
    const { app } = house()
    const page = await app.request('/docs')
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    const policy = page.headers.get('Content-Security-Policy')
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    const text = await page.text()
    expect(text).not.toMatch(/<script>|<style|\son\w+=|\sstyle=|https?:/)
    const asked = Array.from(text.matchAll(/(?:src|href|data-document)="([^"]+)"/g), ([, path]) => path!)
    expect(asked).toHaveLength(5)
    for (const path of asked) {
      const answer = await app.request(path)
      expect([path, answer.status, answer.headers.get('X-Content-Type-Options')]).toEqual([path, 200, 'nosniff'])
      if (path.startsWith('/docs/'))
        expect([path, answer.headers.get('Cache-Control')]).toEqual([path, 'public, max-age=31536000, immutable'])
    }
  })

  it('is found under the path of the public URL, behind whatever proxy', async () => {
    const text = await (
      await house({ settings: { publicUrl: 'https://example.org/api/' } }).app.request('/docs')
    ).text()
    expect(text).toContain('data-document="/api/openapi.json"')
    expect(text).toContain('src="/api/docs/start.js?v=')
  })

  it.each(['/docs/nothing.js', '/docs/package.json', '/docs/..%2fpackage.json', '/docs/__proto__'])(
    'has no other files: %s',
    async (path) => {
      const answer = await house().app.request(path)
      expect([answer.status, (await jsonOf(answer)).code]).toEqual([404, 'NOT_FOUND'])
    },
  )
})
