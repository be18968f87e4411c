import * as fc from 'fast-check'
import { err, ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { MAILS } from '#domain/account/mail.ts'
import { LIMITS } from '#domain/account/rate-limits.ts'
import { changeProfile, onlyTheOwner } from '#domain/account/profile.ts'
import { onlyStaff } from '#domain/account/staff.ts'
import { activate, type ActiveUser, isVerified, readmit, suspend } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { HOUR, MINUTE } from '#domain/shared/instant.ts'
import { anyGenres, instants, instruments, newActiveUsers, newUsers, nicknames } from '#adapters/testing/arbitraries.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { wild } from './arbitraries.ts'
import { errorIn, valueIn } from './outcome.ts'
import { whatever } from './whatever.ts'

const [ann, bob] = [1 as UserId, 2 as UserId]

const pending = newUsers.map((user) => ({ ...user, id: ann }))
const active: fc.Arbitrary<ActiveUser> = newActiveUsers.map((user) => ({ ...user, id: ann }))

describe('a user', () => {
  test('is proved once active, and stays so when suspended', () => {
    fc.assert(
      fc.property(pending, active, instants, (waiting, user, now) => {
        expect([waiting, activate(waiting, now), user, suspend(user, now)].map(isVerified)).toEqual([
          false,
          true,
          true,
          true,
        ])
      }),
    )
  })

  test('a suspended user and let in again is who it was', () => {
    fc.assert(
      fc.property(active, instants, (user, now) => {
        const suspended = suspend(user, now)
        expect(suspended).toEqual({ ...user, state: 'suspended', suspendedAt: now })
        expect(readmit(suspended)).toStrictEqual(user)
      }),
    )
  })

  test('who came through a provider has no password: the code of the sign-up is none', () => {
    fc.assert(
      fc.property(pending, (user) => {
        const opened = activate({ ...user, subject: { provider: 'facebook', subject: '1' } }, NOON)
        expect(opened.passwordHash).toBeNull()
        expect(opened).not.toHaveProperty('subject')
        expect(activate({ ...user, subject: null }, NOON).passwordHash).toBe(user.passwordHash)
      }),
    )
  })
})

describe('staff', () => {
  test('is who is active and staff, and nobody else', () => {
    const no = err({ type: 'NotStaff' })
    expect(onlyStaff(null)).toEqual(no)
    fc.assert(
      fc.property(pending, active, (waiting, user) => {
        const root = { ...user, isStaff: true }
        expect(onlyStaff(root)).toEqual(ok(root))
        for (const other of [waiting, { ...user, isStaff: false }, suspend(root, NOON)])
          expect(onlyStaff(other)).toEqual(no)
      }),
    )
  })
})

/** The form of a profile as a screen fills it in. */
const shown = ({ nickname, instruments: played, genres }: ActiveUser) => ({
  nickname,
  instruments: played.join(', '),
  genres: genres.join(', '),
})

describe('a profile', () => {
  test('changes in what was sent, and in nothing else', () => {
    const form = fc.record({ nickname: nicknames, instruments: instruments, genres: anyGenres }, { requiredKeys: [] })
    fc.assert(
      fc.property(active, form, (user, sent) => {
        expect(valueIn(changeProfile(user, sent))).toEqual({
          ...user,
          nickname: sent.nickname ?? user.nickname,
          instruments: sent.instruments ?? user.instruments,
          genres: sent.genres ?? user.genres,
        })
      }),
    )
  })

  test('may be sent back as it was shown, also of who came in without instrument or genre', () => {
    fc.assert(
      fc.property(active, fc.boolean(), (someone, without) => {
        const user = without ? { ...someone, instruments: [], genres: [] } : someone
        expect(valueIn(changeProfile(user, shown(user)))).toEqual(user)
      }),
    )
  })

  test('keeps an instrument where there was one', () => {
    fc.assert(
      fc.property(
        active.filter(({ instruments: played }) => played.length > 0),
        fc.constantFrom('', [], null, ', '),
        (user, none) => {
          const { faults } = errorIn(changeProfile(user, { instruments: whatever(none) }))
          expect(faults).toEqual([{ field: 'instruments', code: 'REQUIRED' }])
        },
      ),
    )
  })

  test('tells every bad field at once', () => {
    fc.assert(
      fc.property(active, (user) => {
        const { faults } = errorIn(changeProfile(user, { nickname: ' ', instruments: 'Triangle', genres: whatever(7) }))
        expect(faults.map(({ field, code }) => [field, code])).toEqual([
          ['nickname', 'REQUIRED'],
          ['instruments', 'UNKNOWN_WORD'],
          ['genres', 'MALFORMED'],
        ])
      }),
    )
  })

  test('never throws, whatever its fields are', () => {
    const form = fc.record({ nickname: wild(), instruments: wild(), genres: wild() })
    fc.assert(fc.property(active, form, (user, sent) => changeProfile(user, whatever(sent)) !== undefined))
  })

  test('is its owner’s', () => {
    expect(onlyTheOwner(ann, ann)).toEqual(ok(ann))
    expect(onlyTheOwner(ann, bob)).toEqual(err({ type: 'NotTheOwner', userId: ann }))
  })
})

test('every mail has a way to say that it was not me, and its link opens nothing that another one reports', () => {
  for (const { opens, reports } of Object.values(MAILS)) {
    expect(reports).toMatch(/^report-/)
    if (opens !== null) expect(opens).not.toMatch(/^report-/)
  }
  expect(MAILS['password-changed']).toEqual({ opens: null, reports: 'report-new-password' })
  expect(MAILS['someone-tried'].opens).toBeNull()
})

test('limits are those of the issue, by address and by client', () => {
  expect(LIMITS['log-in'].pair).toEqual({ most: 10, within: 5 * MINUTE })
  expect(LIMITS['sign-up'].client).toEqual({ most: 20, within: HOUR })
  expect(LIMITS.resend.address).toEqual({ most: 1, within: 3 * MINUTE })
  for (const by of Object.values(LIMITS)) expect(by).toHaveProperty('client')
})
