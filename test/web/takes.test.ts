import { describe, expect, it } from 'vitest'
import { blankTake, placeOf, readTake, type Take, withKey } from '#adapters/web/page/record/take.ts'
import { readTakeName, takeName } from '#adapters/web/page/record/take-name.ts'

const take = (change: Partial<Take> = {}): Take => ({
  ...blankTake('7_1700000000000'),
  start: 48_000,
  frames: 96_000,
  ...change,
})

describe('the name of a take', () => {
  it('says what it answers and when it was made', () => {
    for (const post of [7, null]) {
      const made = { post, madeAt: new Date(1_700_000_000_000) }
      expect(readTakeName(takeName(made))).toEqual(made)
    }
  })

  it('is not read out of other files', () => {
    for (const name of ['', '7', '7_', 'x_1', '7_1.flac', '../7_1']) expect(readTakeName(name)).toBeNull()
  })
})

describe('what is known of a take', () => {
  it('is read as it was written', () => {
    expect(readTake('7_1', JSON.stringify({ ...take(), name: '7_1' }))).toEqual({ ...take(), name: '7_1' })
  })

  it.each(['', '{"frames":96', 'null', '[]', '3'])(
    'is blank where it is damaged (%s), so the take is found all the same',
    (text) => {
      expect(readTake('7_1', text)).toMatchObject({ name: '7_1', frames: null, start: 0 })
    },
  )

  it('has a place in the song, and none where it begins a new post', () => {
    expect(placeOf(take({ roundTrip: 2400 }))).toEqual({ offset: 45_600, skip: 0, frames: 96_000 })
    const first = { ...take({ trimStart: 1000 }), name: 'new_1700000000000' }
    expect(placeOf(first)).toEqual({ offset: 0, skip: 1000, frames: 95_000 })
  })
})

const keys = () => {
  let count = 0
  return () => `key ${++count}`
}

describe('the key under which a take is sent', () => {
  it('stays the same for the same, so that a lost answer does not make two comments', () => {
    const newKey = keys()
    const sent = withKey(take(), 'Vocal', newKey)
    expect(withKey(sent, 'Vocal', newKey).sent.key).toBe(sent.sent.key)
  })

  it('keeps the upload with it, over a reload too, and begins anew with another key', () => {
    const newKey = keys()
    const { sent, ...first } = withKey(take(), 'Vocal', newKey)
    const begun = { ...first, sent: { ...sent, upload: 'a'.repeat(32) } }
    const loaded = readTake(begun.name, JSON.stringify(begun))
    expect(withKey(loaded, 'Vocal', newKey).sent).toEqual(begun.sent)
    expect(withKey(loaded, 'Bass', newKey).sent.upload).toBeUndefined()
  })

  it('is another one for another file or other fields, which the server would refuse under the old one', () => {
    const newKey = keys()
    const sent = withKey(take(), 'Vocal', newKey)
    expect(withKey({ ...sent, nudge: 48 }, 'Vocal', newKey).sent.key).not.toBe(sent.sent.key)
    expect(withKey({ ...sent, trimEnd: 1 }, 'Vocal', newKey).sent.key).not.toBe(sent.sent.key)
    expect(withKey(sent, 'Bass', newKey).sent.key).not.toBe(sent.sent.key)
  })
})
