import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSessionExpired, MAX_DEVICE_LENGTH, openSession, renew, type Session } from '#domain/account/session.ts'
import { secretOf } from '#domain/account/secret.ts'
import type { SessionId, UserId } from '#domain/shared/id.ts'
import { DAY, HOUR, type Instant, instant } from '#domain/shared/instant.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { digestOf, NOON } from '#adapters/testing/fixtures.ts'
import { wildText } from './arbitraries.ts'

const opened = (now: Instant = NOON, bytes: Uint8Array = new Uint8Array(20), device = 'a phone') =>
  openSession({ userId: 7 as UserId, device, now, digest: digestOf(secretOf(bytes)) })

const deviceOf = (said: string) => opened(NOON, undefined, said).device

const session = (now: Instant = NOON): Session => ({ ...opened(now), id: 1 as SessionId })

describe('a session', () => {
  test('is over 30 days after its last use, to the millisecond', () => {
    fc.assert(
      fc.property(instants, (now) => {
        expect(isSessionExpired(session(now), now)).toBe(false)
        expect(isSessionExpired(session(now), instant(now + 30 * DAY - 1))).toBe(false)
        expect(isSessionExpired(session(now), instant(now + 30 * DAY))).toBe(true)
      }),
    )
  })

  test('is renewed by use, at most once an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * HOUR }), (pause) => {
        const now = instant(NOON + pause)
        const renewed = { ...session(), lastUsedAt: now, expiresAt: now + 30 * DAY }
        expect(renew(session(), now)).toEqual(pause < HOUR ? null : renewed)
      }),
    )
    expect(renew(session(), instant(NOON + HOUR - 1))).toBeNull()
    expect(renew(session(), instant(NOON + HOUR))).not.toBeNull()
  })

  test('keeps what its client says it is: one line, well-formed, at most 200 characters', () => {
    expect(deviceOf('기타 앱/2.0 (🎸)')).toBe('기타 앱/2.0 (🎸)')
    expect(deviceOf(' Phone\r\nX-Evil: 1\u0000\ud800 ')).toBe('Phone  X-Evil: 1 \ufffd')
    expect(deviceOf('🎸'.repeat(MAX_DEVICE_LENGTH + 1))).toBe('🎸'.repeat(MAX_DEVICE_LENGTH))
    fc.assert(
      fc.property(wildText(400), (said) => {
        const device = deviceOf(said)
        expect(Array.from(device).length).toBeLessThanOrEqual(200)
        expect(device).not.toMatch(/\p{Cc}/u)
        expect(device.isWellFormed()).toBe(true)
      }),
    )
  })

  test('is kept as a digest; its token is told once', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const [kept, token] = [opened(NOON, bytes), secretOf(bytes)]
        expect(kept.digest).toBe(digestOf(token))
        expect(JSON.stringify(kept)).not.toContain(token)
      }),
    )
  })
})
