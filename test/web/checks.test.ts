import { expect, test } from 'vitest'
import {
  checkAddress,
  checkFile,
  checkLogIn,
  checkMessage,
  checkNewPassword,
  checkProfile,
  checkProviderSignUp,
  checkSignUp,
} from '#adapters/web/page/parts/checks.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'

const form = (fields: Readonly<Record<string, string | readonly string[]>>): FormData => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) data.append(name, one)
  return data
}

/** The faulty fields and why, in order. */
const faults = (wrong: InvalidFields | null): readonly string[] =>
  wrong?.faults.map(({ field, code }) => `${field} ${code}`) ?? []

const SIGN_UP = {
  email: 'ann@example.org',
  nickname: 'ann',
  instrument: ['Guitar'],
  password1: 'a long enough one',
  password2: 'a long enough one',
}

test('an empty sign-up hears of every field at once, by the names of the API', () => {
  expect(faults(checkSignUp(form({})))).toEqual([
    'email REQUIRED',
    'nickname REQUIRED',
    'instrument REQUIRED',
    'password1 REQUIRED',
    'password2 REQUIRED',
  ])
})

test('a good sign-up passes', () => {
  expect(checkSignUp(form(SIGN_UP))).toBeNull()
})

test('a sign-up is refused a reserved nickname, an address or nickname as password, and two passwords that differ', () => {
  expect(faults(checkSignUp(form({ ...SIGN_UP, nickname: 'admin' })))).toEqual(['nickname NICKNAME_RESERVED'])
  const own = { password1: ' ann@example.org'.trim(), password2: 'ann@example.org' }
  expect(faults(checkSignUp(form({ ...SIGN_UP, ...own })))).toEqual(['password1 PASSWORD_NAMES_ITS_OWNER'])
  expect(faults(checkSignUp(form({ ...SIGN_UP, password2: 'another long one' })))).toEqual([
    'password2 PASSWORDS_DIFFER',
  ])
})

test('a login with an old, short password passes, and one without is refused', () => {
  expect(checkLogIn(form({ email: 'ann@example.org', password: 'old' }))).toBeNull()
  expect(faults(checkLogIn(form({ email: 'ann', password: '' })))).toEqual(['email MALFORMED', 'password REQUIRED'])
})

test('somebody new by Google types an address only where it is asked for', () => {
  const newcomer = { nickname: 'ann', instrument: ['Bass'] }
  expect(checkProviderSignUp(form(newcomer))).toBeNull()
  expect(faults(checkProviderSignUp(form({ ...newcomer, email: '' })))).toEqual(['email REQUIRED'])
})

test('who has no password yet chooses one without an old one', () => {
  const chosen = { password1: 'a long enough one', password2: 'a long enough one' }
  expect(checkNewPassword(form(chosen), ['ann'])).toBeNull()
  expect(faults(checkNewPassword(form({ ...chosen, password: '' }), ['ann']))).toEqual(['password REQUIRED'])
})

test('a profile without instruments is kept by whom signed up without any', () => {
  const profile = form({ nickname: 'ann' })
  expect(faults(checkProfile(profile, { mayHaveNone: false }))).toEqual(['instrument REQUIRED'])
  expect(checkProfile(profile, { mayHaveNone: true })).toBeNull()
})

test('a message of nothing but line breaks is empty, and one of 1,001 characters is too long', () => {
  expect(faults(checkMessage(form({ content: '\r\n \n' })))).toEqual(['content REQUIRED'])
  expect(faults(checkMessage(form({ content: 'a'.repeat(1001) })))).toEqual(['content TOO_LONG'])
  expect(checkMessage(form({ content: 'Shall I play the bass?\nben' }))).toBeNull()
})

const chosen = (file: File): FormData => {
  const data = new FormData()
  data.append('profile_img', file)
  return data
}

test('a form without a file is told so', () => {
  expect(faults(checkFile(chosen(new File([], '')), 'profile_img'))).toEqual(['profile_img REQUIRED'])
  expect(checkFile(chosen(new File(['x'], 'a.png')), 'profile_img')).toBeNull()
})

test('an address is asked for once', () => {
  expect(faults(checkAddress(form({ email: 'ann@' })))).toEqual(['email MALFORMED'])
})
