import { dictionary } from '@zxcvbn-ts/language-common'
import { describe, expect, it } from 'vitest'
import { ZxcvbnCommonPasswords } from '#adapters/zxcvbn/zxcvbn-common-passwords.ts'

const ranked = dictionary['passwords-common']

describe('common passwords of zxcvbn', () => {
  it.each(['password', '12345678', 'qwertyui', 'iloveyou', 'password1', '11111111', 'trustno1', 'superman'])(
    'knows %s',
    (password) => {
      expect(new ZxcvbnCommonPasswords().includes(password)).toBe(true)
    },
  )

  it.each(['', 'correct horse battery staple', '비밀번호비밀번호', 'toString', '__proto__'])(
    'does not know %j',
    (password) => {
      expect(new ZxcvbnCommonPasswords().includes(password)).toBe(false)
    },
  )

  it('knows the first 10,000 of the list and none after them', () => {
    const common = new ZxcvbnCommonPasswords()
    expect(ranked.filter((password) => common.includes(password))).toEqual(ranked.slice(0, 10_000))
  })

  it('stands on a list that is ranked and in lower case, each password once', () => {
    expect(ranked.slice(0, 5)).toEqual(['123456', 'password', '12345678', 'qwerty', '123456789'])
    expect(ranked.slice(0, 10_000)).toEqual(ranked.slice(0, 10_000).map((password) => password.toLowerCase()))
    expect(new Set(ranked.slice(0, 10_000)).size).toBe(10_000)
  })
})
