import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ACTIVATION_KEY_LIFETIME,
  isExpired,
  issueActivationKey,
  KEY_LIFETIMES,
  type Purpose,
} from '#domain/account/activation-key.ts'
import { secretOf } from '#domain/account/secret.ts'
import type { ChangeId, UserId } from '#domain/shared/id.ts'
import { after, DAY, HOUR, instant, type Milliseconds } from '#domain/shared/instant.ts'
import { instants, instantsAround } from '#adapters/testing/arbitraries.ts'
import { digestOf, NOON } from '#adapters/testing/fixtures.ts'

const bytes = fc.uint8Array({ minLength: 20, maxLength: 20 })
const purposes = fc.constantFrom(...(Object.keys(KEY_LIFETIMES) as Purpose[]))
const issue = (now = NOON, random = new Uint8Array(20), purpose: Purpose = 'activation') =>
  issueActivationKey({ purpose, userId: 7 as UserId, now, digest: digestOf(secretOf(random)) })

/** As the blueprint and the issue have it: two days, a reset an hour, and a week to say that a new password was not mine. */
const LIVES: Readonly<Record<Purpose, Milliseconds>> = {
  activation: 2 * DAY,
  'add-password': 2 * DAY,
  'change-password': 2 * DAY,
  'reset-password': HOUR,
  'report-sign-up': 2 * DAY,
  'report-change': 2 * DAY,
  'report-reset': HOUR,
  'report-new-password': 7 * DAY,
}

describe('an activation key', () => {
  test('lives as long as its purpose, to the millisecond: at its expiry instant it is dead', () => {
    fc.assert(
      fc.property(instants, purposes, (now, purpose) => {
        const key = issue(now, undefined, purpose)
        const end = now + LIVES[purpose]
        expect(isExpired(key, now)).toBe(false)
        expect(isExpired(key, instant(end - 1))).toBe(false)
        expect(isExpired(key, instant(end))).toBe(true)
      }),
    )
  })

  test('never lives again once it is dead', () => {
    const key = issue()
    fc.assert(
      fc.property(instantsAround(NOON, [ACTIVATION_KEY_LIFETIME]), fc.nat(), (now, later) => {
        if (isExpired(key, now)) expect(isExpired(key, instant(now + later))).toBe(true)
      }),
    )
  })

  test('is kept as a digest; the secret of its bytes is told apart from it', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const [key, secret] = [issue(NOON, random), secretOf(random)]
        expect(key).toEqual({
          digest: digestOf(secret),
          purpose: 'activation',
          userId: 7,
          changeId: null,
          issuedAt: NOON,
          expiresAt: NOON + 2 * DAY,
        })
        expect(JSON.stringify(key)).not.toContain(secret)
      }),
    )
  })

  test('names the change that it confirms or reports', () => {
    const order = { userId: 7 as UserId, now: NOON, digest: digestOf(secretOf(new Uint8Array(20))) }
    const key = issueActivationKey({ ...order, purpose: 'change-password', changeId: 3 as ChangeId })
    expect(key).toMatchObject({ purpose: 'change-password', changeId: 3 })
  })
})

test('a moment is whole milliseconds, and moments add up', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 4e12, noNaN: true }), fc.nat(), fc.nat(), (raw, one, other) => {
      const start = instant(raw)
      expect(Number.isInteger(start)).toBe(true)
      expect(after(after(start, one), other)).toBe(after(start, one + other))
    }),
  )
})
