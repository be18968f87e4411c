import { describe, expect, it } from 'vitest'
import { MadeOnce } from '#adapters/mikro-orm/made-once.ts'

const make = () => ({})

describe('What is made of a text', () => {
  it('is the same object while the text is the same, and another one as soon as it is not', () => {
    const made = new MadeOnce()
    const first = made.of('a', 'one', make)
    expect(made.of('a', 'one', make)).toBe(first)
    expect(made.of('b', 'one', make)).not.toBe(first)
    const second = made.of('a', 'two', make)
    expect(second).not.toBe(first)
    expect(made.of('a', 'two', make)).toBe(second)
    expect(made.of('a', 'one', make)).not.toBe(first)
  })

  it('is let go when there is too much of it, whatever was not asked for the longest first', () => {
    const made = new MadeOnce(10)
    const [first, second] = [made.of('a', '12345', make), made.of('b', '12345', make)]
    expect(made.of('a', '12345', make)).toBe(first)
    made.of('c', '12345', make)
    expect(made.of('a', '12345', make)).toBe(first)
    expect(made.of('b', '12345', make)).not.toBe(second)
  })

  it('is not kept where it alone is too much', () => {
    const made = new MadeOnce(3)
    expect(made.of('a', '12345', make)).not.toBe(made.of('a', '12345', make))
  })
})
