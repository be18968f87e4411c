import { hash, parseOptions, verify } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { type Argon2, ARGON2_COST, Argon2PasswordHasher } from '#adapters/argon2/argon2-password-hasher.ts'
import type { PasswordHash } from '#domain/account/password.ts'
import { passwordOf } from '#adapters/testing/fixtures.ts'
import { gate, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'

const PASSWORD = passwordOf('비밀 번호 🎸')
const OTHER = passwordOf('another one')

/** The real thing, noting what it was asked. */
const spied = () => {
  const verified: string[] = []
  const argon2: Argon2 = {
    hash,
    verify: (stored, password) => {
      verified.push(String(stored))
      return verify(stored, password)
    },
  }
  return { argon2, verified }
}

const median = (times: readonly number[]): number => times.toSorted((one, other) => one - other)[times.length >> 1]!

describe('argon2 password hasher', () => {
  it('makes PHC strings of argon2id at no less than 19 MiB, twice, salted anew', async () => {
    const hasher = new Argon2PasswordHasher()
    const [one, again] = [await valueOf(hasher.hash(PASSWORD)), await valueOf(hasher.hash(PASSWORD))]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(again).not.toBe(one)
  })

  it('does for nobody the work it does for somebody: one hash of the same cost, salt and length', async () => {
    const { argon2, verified } = spied()
    const hasher = new Argon2PasswordHasher({ argon2 })
    const stored = await valueOf(hasher.hash(PASSWORD))
    expect(await valueOf(hasher.verify(PASSWORD, null))).toBe(false)
    expect(await valueOf(hasher.verify(PASSWORD, stored))).toBe(true)
    expect(await valueOf(hasher.verify(OTHER, null))).toBe(false)
    const [unknownHash, somebodys, nobodysAgain] = verified
    expect(verified).toHaveLength(3)
    expect(nobodysAgain).toBe(unknownHash)
    expect(somebodys).toBe(stored)
    expect(parseOptions(unknownHash!)).toEqual(parseOptions(stored))
    expect(parseOptions(stored)).toMatchObject(ARGON2_COST)
    expect(unknownHash).toHaveLength(stored.length)
  })

  it('takes as long for nobody as for somebody', async () => {
    const hasher = new Argon2PasswordHasher()
    const stored = await valueOf(hasher.hash(PASSWORD))
    const timed = async (compared: PasswordHash | null): Promise<number> => {
      const start = performance.now()
      await valueOf(hasher.verify(OTHER, compared))
      return performance.now() - start
    }
    const [nobody, somebody]: [number[], number[]] = [[], []]
    for (let round = 0; round < 15; round++) {
      nobody.push(await timed(null))
      somebody.push(await timed(stored))
    }
    const ratio = median(nobody) / median(somebody)
    expect(ratio).toBeGreaterThan(0.4)
    expect(ratio).toBeLessThan(2.5)
  })

  it('finds no password right for nobody, even if it were', async () => {
    const hasher = new Argon2PasswordHasher({ argon2: { hash, verify: () => Promise.resolve(true) } })
    expect(await valueOf(hasher.verify(PASSWORD, null))).toBe(false)
  })

  it.each([
    '',
    'plain text',
    '$2b$10$0123456789012345678901abcdefghijklmnopqrstuvwxyzABCDE',
    '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$',
    '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAA',
  ])('a stored hash that is none (%j) is an outage, not a wrong password', async (stored) => {
    const refusal = await refusalOf(new Argon2PasswordHasher().verify(PASSWORD, stored as PasswordHash))
    expect(refusal).toMatchObject({ type: 'Unavailable', what: 'password hasher' })
  })

  it('computes no more than so many at once, in the order they came, and all of them', async () => {
    const doors = Array.from({ length: 6 }, gate)
    const begun: number[] = []
    const argon2: Argon2 = {
      verify,
      hash: async (password) => {
        const at = Number(password)
        begun.push(at)
        await doors[at]!.opened
        if (at === 1) throw new Error('out of memory')
        return `hash ${at}`
      },
    }
    const hasher = new Argon2PasswordHasher({ concurrency: 2, argon2 })
    const hashed = doors.map((_, at) => hasher.hash(passwordOf(String(at))))
    await Promise.resolve()
    expect(begun).toEqual([0, 1])
    doors[1]!.open()
    expect(await refusalOf(hashed[1]!)).toMatchObject({ type: 'Unavailable' })
    expect(begun).toEqual([0, 1, 2])
    for (const door of doors) door.open()
    for (const at of [0, 2, 3, 4, 5]) expect(await valueOf(hashed[at]!)).toBe(`hash ${at}`)
    expect(begun).toEqual([0, 1, 2, 3, 4, 5])
    expect(await valueOf(hasher.hash(passwordOf('0')))).toBe('hash 0')
  })

  it('lets so many wait, and turns further ones away at once, until there is room again', async () => {
    const mayEnd = gate()
    const argon2: Argon2 = { verify, hash: () => mayEnd.opened.then(() => 'hash') }
    const hasher = new Argon2PasswordHasher({ concurrency: 1, maxWaiting: 2, argon2 })
    const accepted = [1, 2, 3].map(() => hasher.hash(PASSWORD))
    expect(await refusalOf(hasher.hash(PASSWORD))).toMatchObject({
      type: 'Unavailable',
      cause: { message: 'too many are waiting' },
    })
    mayEnd.open()
    for (const one of accepted) expect(await valueOf(one)).toBe('hash')
    expect(await valueOf(hasher.hash(PASSWORD))).toBe('hash')
  })
})
