import { expect, test } from 'vitest'
import { parseImageChange } from '#domain/image/image.ts'

test('a picture is changed by a file, removed by null, and left by nothing; a text or a list is none of them', () => {
  const file = { id: 'staged' }
  for (const given of [file, null, undefined]) expect(parseImageChange(given)._unsafeUnwrap()).toBe(given)
  for (const given of ['', 'a.png', 7, true, ['', ''], [file]]) {
    expect(parseImageChange(given as never)._unsafeUnwrapErr()).toMatchObject({ code: 'MALFORMED' })
  }
})
