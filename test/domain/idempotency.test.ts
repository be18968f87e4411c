import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  finishRequest,
  newRequest,
  type FinishedRequest,
  isSameAttempt,
  resumeRequest,
  parseIdempotencyKey,
  IDEMPOTENCY_KEY_LIFETIME,
  REQUEST_LOCK_TIMEOUT,
} from '#domain/idempotency/idempotent-request.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, instant } from '#domain/shared/instant.ts'
import { errorIn } from './outcome.ts'

const KEY = parseIdempotencyKey('a key'.replace(' ', '-'))._unsafeUnwrap()
const NOW = instant(1_000_000_000)
const coming = (fingerprint = 'one', at = NOW) => newRequest({ userId: 1 as UserId, key: KEY, fingerprint }, at)
const DONE: FinishedRequest = { ...coming(), state: 'finished', made: 7, answer: null }

describe('an idempotency key', () => {
  test('is 1 to 255 visible ASCII characters, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 9 })), (raw) => {
        const isOne =
          raw.length >= 1 &&
          raw.length <= 255 &&
          Array.from(raw).every((one) => one >= '!' && one <= '~' && one < '\x7f')
        expect(parseIdempotencyKey(raw).isOk()).toBe(isOne)
      }),
      { numRuns: 500 },
    )
    for (const bad of ['', ' ', 'a b', 'a\n', 'é', '키', 'a'.repeat(256), 'a, b'])
      expect(errorIn(parseIdempotencyKey(bad))).toEqual({ type: 'IdempotencyKeyMalformed' })
    expect(parseIdempotencyKey('~'.repeat(255)).isOk()).toBe(true)
  })
})

describe('who comes later', () => {
  test('with the same request finds what was done, for a day', () => {
    expect(resumeRequest(DONE, coming('one', after(NOW, IDEMPOTENCY_KEY_LIFETIME - 1)))._unsafeUnwrap()).toEqual(DONE)
    const anew = coming('one', after(NOW, IDEMPOTENCY_KEY_LIFETIME))
    expect(resumeRequest(DONE, anew)._unsafeUnwrap()).toEqual({ ...anew, attempt: 2 })
  })

  test('with another request is refused, whether the first is done or at work, for a day', () => {
    for (const found of [DONE, coming()]) {
      expect(errorIn(resumeRequest(found, coming('other', after(NOW, IDEMPOTENCY_KEY_LIFETIME - 1))))).toEqual({
        type: 'IdempotencyKeyReused',
      })
      expect(resumeRequest(found, coming('other', after(NOW, IDEMPOTENCY_KEY_LIFETIME)))._unsafeUnwrap()).toMatchObject(
        {
          state: 'running',
          fingerprint: 'other',
        },
      )
    }
  })

  test('waits for who is at work, and takes over from who is not believed any more', () => {
    expect(errorIn(resumeRequest(coming(), coming('one', after(NOW, REQUEST_LOCK_TIMEOUT - 1))))).toEqual({
      type: 'IdempotencyKeyInUse',
    })
    const anew = coming('one', after(NOW, REQUEST_LOCK_TIMEOUT))
    expect(resumeRequest(coming(), anew)._unsafeUnwrap()).toEqual({ ...anew, attempt: 2 })
  })
})

describe('who has lost the run', () => {
  test('makes nothing: it was taken up, finished, released or released and begun anew', () => {
    const mine = coming()
    expect(finishRequest(mine, mine, 7)._unsafeUnwrap()).toEqual(DONE)
    for (const stored of [null, DONE, { ...mine, attempt: 2 }, { ...mine, begunAt: after(NOW, 1) }])
      expect(errorIn(finishRequest(stored, mine, 7))).toEqual({ type: 'IdempotencyKeyInUse' })
    expect([
      isSameAttempt(DONE, mine),
      isSameAttempt({ ...DONE, attempt: 2 }, mine),
      isSameAttempt(null, mine),
    ]).toEqual([true, false, false])
  })
})
