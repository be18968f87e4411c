import * as fc from 'fast-check'
import { err, ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { addressAndNicknameAreFree, parseSignUp } from '#domain/account/sign-up.ts'
import { activate, type ActiveUser, withLastLogin, sameNickname } from '#domain/account/user.ts'
import { type Fault, optional, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, DAY } from '#domain/shared/instant.ts'
import { checkRules } from '#domain/shared/rules.ts'
import { newUsers, nicknames } from '#adapters/testing/arbitraries.ts'
import { newUser, NOON } from '#adapters/testing/fixtures.ts'
import { wild } from './arbitraries.ts'
import { errorIn, valueIn } from './outcome.ts'
import { whatever } from './whatever.ts'

const ann = 1 as UserId
const bob = 2 as UserId
const nothingIsCommon = () => false
const told = (raw: unknown) => ok(`parsed ${String(raw)}`)

const active = (given: Parameters<typeof newUser>[0]): ActiveUser => activate({ ...newUser(given), id: bob }, NOON)

const faulty = (form: object) =>
  errorIn(parseSignUp(whatever(form), nothingIsCommon)).faults.map(({ field, code }) => [field, code])

describe('a form', () => {
  const parsed = fc.oneof(
    fc.anything().map((value) => ok(value)),
    fc.constantFrom<Fault>({ code: 'REQUIRED' }, { code: 'TOO_LONG', maximum: 3 }).map((fault) => err(fault)),
  )
  const forms = fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
    parsed,
  )

  test('tells every fault at once, each with its field, in the order of the form', () => {
    fc.assert(
      fc.property(forms, (form) => {
        const faults = Object.entries(form).flatMap(([field, one]) => (one.isErr() ? [{ ...one.error, field }] : []))
        const made = parseForm(form)
        expect(made.isErr()).toBe(faults.length > 0)
        if (made.isErr()) expect(made.error).toEqual({ type: 'InvalidFields', faults })
      }),
    )
  })

  test('gives every value where there is no fault', () => {
    fc.assert(
      fc.property(forms, (form) => {
        const made = parseForm(form)
        if (made.isOk()) for (const [field, one] of Object.entries(form)) expect(made.value[field]).toBe(valueIn(one))
      }),
    )
  })

  test('leaves out what was left out, and parses all else', () => {
    expect(valueIn(optional(undefined, told))).toBeUndefined()
    expect(valueIn(optional(null, told))).toBe('parsed null')
  })
})

test('a case keeps all rules, or the first that it breaks says why', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), (kept) => {
      const rules = kept.map((keeps, at) => () => (keeps ? null : at))
      const first = kept.indexOf(false)
      expect(checkRules('case', rules)).toEqual(first < 0 ? ok('case') : err(first))
    }),
  )
})

describe('a sign-up', () => {
  const good = {
    email: ' Ann@Example.org ',
    nickname: '앤',
    instruments: 'guitar, vocal',
    newPassword: 'bass under guitar',
    newPasswordAgain: 'bass under guitar',
  }

  test('is what was typed, in canonical form', () => {
    expect(valueIn(parseSignUp(good, nothingIsCommon))).toEqual({
      email: 'ann@example.org',
      nickname: '앤',
      instruments: ['Vocal', 'Guitar'],
      genres: [],
      password: 'bass under guitar',
    })
  })

  test('names all missing fields at once, the second password where it was asked for', () => {
    const missing = ['email', 'nickname', 'instruments', 'newPassword'].map((field) => [field, 'REQUIRED'])
    expect(faulty({})).toEqual(missing)
    expect(faulty({ newPasswordAgain: null })).toEqual([...missing, ['newPasswordAgain', 'REQUIRED']])
  })

  test('may not have another spelling of its address for a password', () => {
    const [typed, ascii] = ['ann@exämple.org', 'ann@xn--exmple-cua.org']
    for (const [email, newPassword] of [
      [typed, ascii],
      [ascii, typed],
    ] as const)
      expect(
        errorIn(parseSignUp({ ...good, email, newPassword, newPasswordAgain: newPassword }, nothingIsCommon)).faults,
      ).toEqual([{ field: 'newPassword', code: 'PASSWORD_NAMES_ITS_OWNER' }])
  })

  test('may not have its own address or nickname for a password', () => {
    for (const [nickname, password] of [
      ['앤', ' ann@example.ORG'.trim()],
      [' Long Nickname ', 'long nickname'],
      ['e\u0301'.repeat(8), 'é'.repeat(8)],
    ] as const) {
      const form = { ...good, nickname, newPassword: password, newPasswordAgain: password }
      expect(errorIn(parseSignUp(form, nothingIsCommon)).faults).toEqual([
        { field: 'newPassword', code: 'PASSWORD_NAMES_ITS_OWNER' },
      ])
    }
  })

  test('never throws, whatever its fields are', () => {
    const field = wild()
    const form = fc.record({
      email: field,
      nickname: field,
      instruments: field,
      genres: field,
      newPassword: field,
      newPasswordAgain: field,
    })
    fc.assert(fc.property(form, (given) => parseSignUp(whatever(given), nothingIsCommon) !== undefined))
  })
})

describe('an address and a nickname', () => {
  test('are free unless an active user has one of them; the address is told first', () => {
    fc.assert(
      fc.property(newUsers, fc.array(newUsers, { maxLength: 4 }), (wanted, others) => {
        const taken = others.map((other) => active(other))
        const free = addressAndNicknameAreFree(wanted, taken)
        const emailTaken = taken.some((other) => other.email === wanted.email)
        const nameTaken = taken.some((other) => sameNickname(other.nickname, wanted.nickname))
        expect(free.isOk()).toBe(!emailTaken && !nameTaken)
        expect(addressAndNicknameAreFree(wanted, [...taken, active(wanted)])).toEqual(
          err({ type: 'EmailTaken', email: wanted.email }),
        )
      }),
    )
  })

  test('are taken by a nickname that only looks the same', () => {
    const refused = addressAndNicknameAreFree(newUser({ nickname: 'ＡＮＮ' as never }), [
      active({ nickname: 'ann' as never }),
    ])
    expect(errorIn(refused)).toEqual({ type: 'NicknameTaken', nickname: 'ＡＮＮ' })
  })
})

const FRESH = { state: 'active', activatedAt: NOON, lastLoginAt: null, isStaff: false, picture: null, background: null }

test('an activated user is the pending one, perhaps under another nickname; a login is the last one', () => {
  fc.assert(
    fc.property(newUsers, nicknames, (user, nickname) => {
      const pending = { ...user, id: ann }
      const { subject, ...account } = pending
      const passwordHash = subject === null ? user.passwordHash : null
      const opened = { ...account, ...FRESH, passwordHash }
      expect(activate(pending, NOON)).toEqual(opened)
      expect(activate(pending, NOON, nickname)).toEqual({ ...opened, nickname })
      expect(withLastLogin(activate(pending, NOON), after(NOON, DAY))).toEqual({ ...opened, lastLoginAt: NOON + DAY })
    }),
  )
})
