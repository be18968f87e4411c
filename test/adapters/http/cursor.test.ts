import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCursor, readCursorOf, writeCursor } from '#adapters/http/endpoint/cursor.ts'
import type { Cursor } from '#application/shared/page.ts'

const MAX_ID = 2 ** 31 - 1

const cursors: fc.Arbitrary<Cursor> = fc.record({
  direction: fc.constantFrom('after', 'before'),
  key: fc.oneof(
    fc.nat(),
    fc.maxSafeNat().filter((key) => key <= 8.64e15),
    fc.constant(8.64e15),
  ),
  id: fc.integer({ min: 0, max: MAX_ID }),
})

const encoded = (text: string): string => Buffer.from(text, 'latin1').toString('base64url')

describe('a cursor', () => {
  it('comes back as it went, through a word that needs no escape in a URL', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        const word = writeCursor(cursor)
        expect(word).toMatch(/^[\w-]+$/)
        expect(readCursor(word)._unsafeUnwrap()).toEqual(cursor)
      }),
    )
  })

  it('is read only where it was written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string().map(encoded)), (word) => {
        const read = readCursor(word)
        if (read.isOk() && read.value !== null) expect(writeCursor(read.value)).toBe(word)
        else expect(read._unsafeUnwrapErr().faults).toMatchObject([{ field: 'cursor', code: 'MALFORMED' }])
      }),
    )
  })

  it('of a list of names comes back too, whatever its last name is made of', () => {
    const words = fc.record({
      direction: fc.constantFrom('after' as const, 'before' as const),
      key: fc.string({ unit: 'grapheme', maxLength: 50 }),
      id: fc.integer({ min: 1, max: MAX_ID }),
    })
    fc.assert(
      fc.property(words, (cursor) => {
        const word = writeCursor(cursor)
        expect(word).toMatch(/^[\w-]+$/)
        expect(readCursorOf(word)._unsafeUnwrap()).toEqual(cursor)
        expect(readCursor(word).isErr()).toBe(true)
      }),
    )
  })

  it.each([
    '',
    'after.1.1',
    encoded('after.1'),
    encoded('after.1.1.1'),
    encoded('around.1.1'),
    encoded('after.1.-1'),
    encoded('after.1.1.5'),
    encoded('after.1.1e3'),
    encoded('after.1.01'),
    encoded('after.01.1'),
    encoded(`after.${MAX_ID + 1}.1`),
    encoded('after.1.8640000000000001'),
    encoded('after.1.99999999999999999999'),
    encoded('after.1.1 '),
    encoded('after.1.1\n'),
    encoded('after.1.ann'),
    encoded('after.1.~\xff'),
    encoded(`after.1.~${'a'.repeat(401)}`),
    `${encoded('after.1.1')}=`,
    `${encoded('after.1.1')} `,
    ` ${encoded('after.1.1')}`,
  ])('is not “%s”', (word) => {
    expect(readCursorOf(word).isErr()).toBe(true)
  })

  it('may be left out, but not sent twice', () => {
    expect(readCursor(undefined)._unsafeUnwrap()).toBeNull()
    const word = writeCursor({ direction: 'after', key: 1, id: 1 })
    expect(readCursor([word, word]).isErr()).toBe(true)
  })
})
