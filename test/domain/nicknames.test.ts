import { describe, expect, test } from 'vitest'
import { type Nickname, parseNickname, parseStaffNickname } from '#domain/account/nickname.ts'
import { changeProfile } from '#domain/account/profile.ts'
import { type ActiveUser, sameNickname } from '#domain/account/user.ts'
import { foldText } from '#domain/shared/text.ts'
import { errorIn, valueIn } from './outcome.ts'

const same = (one: string, other: string): boolean => sameNickname(one as Nickname, other as Nickname)

describe('two nicknames that look alike', () => {
  test.for([
    ['Alice', 'AIice'],
    ['Alice', 'A1ice'],
    ['Alice', 'A|ice'],
    ['Bob', 'B0b'],
    ['Minho', 'МІNНО'],
    ['Nick', 'Νick'],
    ['paypal', 'рaураl'],
    ['modern', 'rnodern'],
    ['カラ', '力ラ'],
    ["O'Brien", 'O’Brien'],
    ['a b', 'a  b'],
    ['a-b', 'a–b'],
    ['민호', '민호'.normalize('NFD')],
    ['Zoë', 'Zoe\u0308'],
  ] as const)('are one: %s and %s', ([one, other]) => {
    expect(same(one, other)).toBe(true)
  })

  test.for([
    ['각가', '가까'],
    ['민호', '민후'],
    ['Zoe', 'Zoë'],
    ['Nils', 'Vils'],
    ['νικος', 'nikos'],
    ['a b', 'ab'],
    ['Ann', 'Anne'],
  ] as const)('are two where anybody sees it: %s and %s', ([one, other]) => {
    expect(same(one, other)).toBe(false)
  })
})

describe('a nickname that would be taken for staff', () => {
  const reserved = [
    'admin',
    'ADMIN',
    'аdmin',
    'Аdmіn',
    'adrnin',
    '_ad-min_',
    'ad\u200bmin',
    'Soundhub',
    'S0undHub',
    'The Soundhub Team',
    'support',
    '운영자',
    '운 영 자',
    '사운드허브',
    'postmaster',
  ]

  test.for(reserved)('is staff’s alone: %j', (raw) => {
    expect(errorIn(parseNickname(raw))).toEqual({ code: 'NICKNAME_RESERVED' })
    expect(parseStaffNickname(raw).isOk()).toBe(true)
  })

  test('is no word that only begins like one', () => {
    for (const raw of ['Adminstrel', 'rooty', 'sound', 'helper', 'Modest']) expect(parseNickname(raw).isOk()).toBe(true)
  })

  test('stays with whoever has it, and may be taken by staff', () => {
    const user = { nickname: 'admin', instruments: ['Bass'], genres: [], isStaff: false } as unknown as ActiveUser
    expect(valueIn(changeProfile(user, { nickname: 'admin', genres: 'Jazz' }))).toMatchObject({ nickname: 'admin' })
    expect(errorIn(changeProfile(user, { nickname: 'root' }))).toMatchObject({
      faults: [{ field: 'nickname', code: 'NICKNAME_RESERVED' }],
    })
    expect(valueIn(changeProfile({ ...user, isStaff: true }, { nickname: 'root' }))).toMatchObject({ nickname: 'root' })
  })
})

describe('what nobody sees in a nickname', () => {
  test.for([
    ['zero width', 'a\u200bn\u2060n\ufeff', 'ann'],
    ['direction', '\u202eann\u2066\u200f', 'ann'],
    ['a soft hyphen and a filler', 'a\u00adn\u3164n', 'ann'],
    ['a joiner between letters that need none', 'a\u200dn\u200cn', 'ann'],
    ['a selector behind a letter', 'ann\ufe0f', 'ann'],
    ['tags', 'ann\u{e0061}\u{e007f}', 'ann'],
  ])('is taken out: %s', ([, raw, kept]) => {
    expect(valueIn(parseNickname(raw))).toBe(kept)
  })

  test.for([
    '👩‍🎤',
    '🧑🏽‍🎤 x',
    '❤️',
    '1️⃣',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    'می‌خواهم',
    'ශ්‍රී',
    '🇰🇷',
  ])('stays where it makes what is seen: %s', (raw) => {
    expect(valueIn(parseNickname(raw))).toBe(raw)
  })
})

describe('what is searched for', () => {
  test.for([
    ['don’t', "don't"],
    ['“Été” – b', '"été" - b'],
    ['it´s', "it's"],
    ['5′ 2″', '5\' 2"'],
    ['a\u00a0b\u3000c', 'a b c'],
    ['a−b‑c', 'a-b-c'],
    ['ＡＢ＇', "ab'"],
  ] as const)('%s is found by %s', ([typed, plain]) => {
    expect(foldText(typed)).toBe(plain)
    expect(foldText(plain)).toBe(plain)
  })

  test('is no nickname that merely looks alike', () => {
    expect(foldText('AIice')).not.toBe(foldText('Alice'))
    expect(foldText('com')).not.toBe(foldText('corn'))
  })
})
