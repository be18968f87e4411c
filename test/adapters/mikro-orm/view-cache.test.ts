import { describe, expect, it } from 'vitest'
import { ViewCache } from '#adapters/mikro-orm/queries/view-cache.ts'

const make = () => ({})

/** What is kept once it was asked for a second time. */
const kept = (made: ViewCache, key: string, text: string): object => {
  made.of(key, text, make)
  return made.of(key, text, make)
}

describe('What is made of a text', () => {
  it('is the same object while the text is the same, and another one as soon as it is not', () => {
    const made = new ViewCache()
    const first = kept(made, 'a', 'one')
    expect(made.of('a', 'one', make)).toBe(first)
    expect(made.of('b', 'one', make)).not.toBe(first)
    const second = made.of('a', 'two', make)
    expect(second).not.toBe(first)
    expect(made.of('a', 'two', make)).toBe(second)
    expect(made.of('a', 'one', make)).not.toBe(first)
  })

  it('is not kept before it is asked for a second time', () => {
    const made = new ViewCache()
    const first = made.of('a', 'one', make)
    const second = made.of('a', 'one', make)
    expect(second).not.toBe(first)
    expect(made.of('a', 'one', make)).toBe(second)
  })

  it('is not kept where very many others were asked for in between', () => {
    const made = new ViewCache()
    made.of('a', 'one', make)
    for (let other = 0; other < 1_000; other++) made.of(`other ${other}`, 'one', make)
    const second = made.of('a', 'one', make)
    expect(made.of('a', 'one', make)).not.toBe(second)
  })

  it('is let go when there is too much of it, whatever was not asked for the longest first', () => {
    const made = new ViewCache(10)
    const [first, second] = [kept(made, 'a', '12345'), kept(made, 'b', '12345')]
    expect(made.of('a', '12345', make)).toBe(first)
    kept(made, 'c', '12345')
    expect(made.of('a', '12345', make)).toBe(first)
    expect(made.of('b', '12345', make)).not.toBe(second)
  })

  it('is not kept where it alone is too much', () => {
    const made = new ViewCache(3)
    expect(kept(made, 'a', '12345')).not.toBe(made.of('a', '12345', make))
  })
})
