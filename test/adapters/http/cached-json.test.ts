import { describe, expect, it } from 'vitest'
import { cachedJson } from '#adapters/http/reply/cached-json.ts'

describe('A view that is shown again', () => {
  it('is written once for each URL, and anew when it is another object', () => {
    let written = 0
    const show = cachedJson((view: { readonly name: string }, url) => {
      written++
      return { ...view, url }
    })
    const view = { name: 'Ann' }
    const first = show(view, '/one')
    expect(show(view, '/one')).toBe(first)
    expect(written).toBe(1)
    expect(Buffer.from(show(view, '/two').body as Uint8Array).toString()).toBe('{"name":"Ann","url":"/two"}')
    expect(show({ name: 'Ann' }, '/two').headers['ETag']).toBe(show(view, '/two').headers['ETag'])
    expect(show({ name: 'Bob' }, '/two').headers['ETag']).not.toBe(show(view, '/two').headers['ETag'])
  })
})
