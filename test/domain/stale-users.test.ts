import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTIVATION_KEY_LIFETIME, type ActivationKey, isExpired } from '#domain/account/activation-key.ts'
import { DEFAULT_PURGE_CHANCE, isStale, isTimeToPurge, staleCutoff } from '#domain/account/stale-users.ts'
import { activate, type PendingUser, suspend, type User } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, DAY, instant } from '#domain/shared/instant.ts'
import { instantsAround, newUsers } from '#adapters/testing/arbitraries.ts'
import { activationKey, newUser, NOON } from '#adapters/testing/fixtures.ts'

const moments = instantsAround(NOON, [0, ACTIVATION_KEY_LIFETIME, -ACTIVATION_KEY_LIFETIME])
const owners = fc.integer({ min: 1, max: 4 }).map((id) => id as UserId)

const pending: fc.Arbitrary<PendingUser> = fc
  .record({ user: newUsers, id: owners, createdAt: moments })
  .map(({ user, id, createdAt }) => ({ ...user, id, createdAt, state: 'pending' }))

const users: fc.Arbitrary<User> = fc.oneof(
  pending,
  pending.map((user) => activate(user, NOON)),
  pending.map((user) => suspend(activate(user, NOON), NOON)),
)

const keys: fc.Arbitrary<readonly ActivationKey[]> = fc.array(
  fc
    .record({ userId: owners, issuedAt: moments })
    .map(({ userId, issuedAt }) =>
      activationKey({ userId, issuedAt, expiresAt: after(issuedAt, ACTIVATION_KEY_LIFETIME) }),
    ),
  { maxLength: 6 },
)

describe('a purge', () => {
  test('never touches an active user, nor a suspended one', () => {
    fc.assert(
      fc.property(users, keys, moments, (user, all, now) => {
        if (user.state !== 'pending') expect(isStale(user, all, now)).toBe(false)
      }),
    )
  })

  test('never touches who has a living key', () => {
    fc.assert(
      fc.property(users, keys, moments, (user, all, now) => {
        if (all.some((key) => key.userId === user.id && !isExpired(key, now)))
          expect(isStale(user, all, now)).toBe(false)
      }),
    )
  })

  test('never touches who signed up less than two days ago', () => {
    fc.assert(
      fc.property(users, keys, moments, (user, all, now) => {
        if (user.createdAt > staleCutoff(now)) expect(isStale(user, all, now)).toBe(false)
      }),
    )
  })

  test('leaves no pending user whose keys are all dead and whose first two days are over', () => {
    fc.assert(
      fc.property(pending, keys, moments, (user, all, now) => {
        const own = all.filter((key) => key.userId === user.id)
        const over = now - user.createdAt >= 2 * DAY && own.every((key) => now >= key.expiresAt)
        expect(isStale(user, all, now)).toBe(over)
      }),
      { numRuns: 500 },
    )
  })

  test('does not care for the keys of others', () => {
    fc.assert(
      fc.property(pending, keys, moments, (user, all, now) => {
        const own = all.filter((key) => key.userId === user.id)
        expect(isStale(user, all, now)).toBe(isStale(user, own, now))
      }),
    )
  })

  test('takes a user in the very millisecond in which the last key dies', () => {
    const user: PendingUser = { ...newUser(), id: 1 as UserId, state: 'pending' }
    const key = activationKey({ userId: user.id })
    expect(isStale(user, [key], instant(key.expiresAt - 1))).toBe(false)
    expect(isStale(user, [key], key.expiresAt)).toBe(true)
  })
})

describe('the roll', () => {
  const rolls = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  test('never purges at a chance of 0 and always at a chance of 1', () => {
    fc.assert(
      fc.property(rolls, (roll) => {
        expect(isTimeToPurge(roll, 0)).toBe(false)
        expect(isTimeToPurge(roll, 1)).toBe(true)
      }),
    )
  })

  test('decides just below the chance, and not at it', () => {
    expect(isTimeToPurge(0.05 - Number.EPSILON, DEFAULT_PURGE_CHANCE)).toBe(true)
    expect(isTimeToPurge(0.05, DEFAULT_PURGE_CHANCE)).toBe(false)
    expect(isTimeToPurge(0, Number.MIN_VALUE)).toBe(true)
  })

  test('purges more often the greater the chance', () => {
    fc.assert(
      fc.property(rolls, rolls, rolls, (roll, one, other) => {
        if (isTimeToPurge(roll, Math.min(one, other))) expect(isTimeToPurge(roll, Math.max(one, other))).toBe(true)
      }),
    )
  })

  test('purges as often as its chance says, over even rolls', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (perMille) => {
        const even = Array.from({ length: 1000 }, (_, at) => (at + 0.5) / 1000)
        expect(even.filter((roll) => isTimeToPurge(roll, perMille / 1000))).toHaveLength(perMille)
      }),
    )
  })

  test('has a chance of one in twenty unless a host says otherwise', () => {
    expect(DEFAULT_PURGE_CHANCE).toBe(1 / 20)
  })
})
