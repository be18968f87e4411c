import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { CommonPasswords, PasswordHasher } from '#application/account/ports.ts'
import type { PasswordHash } from '#domain/account/password.ts'
import { passwords } from '#adapters/testing/arbitraries.ts'
import { passwordOf } from '#adapters/testing/fixtures.ts'
import {
  contract,
  expectUnavailable,
  type Make,
  type MakeBreakable,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `PasswordHasher`. A hash is meant to be slow, so few examples are tried. */
export const passwordHasherContract = (
  testRunner: TestRunner,
  make: MakeBreakable<PasswordHasher>,
  { name, runs = 20 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'PasswordHasher', name }, make, (made, it) => {
    const hash = (raw: string) => valueOf(made().subject.hash(passwordOf(raw)))
    const verify = (raw: string, against: PasswordHash | null) =>
      valueOf(made().subject.verify(passwordOf(raw), against))

    it('knows the password of a hash, and no other', () =>
      fc.assert(
        fc.asyncProperty(passwords, passwords, async (one, other) => {
          const kept = await hash(one)
          expect(await verify(one, kept)).toBe(true)
          expect(await verify(other, kept)).toBe(one === other)
        }),
        { numRuns: runs },
      ))

    it('tells passwords apart that differ in case, in a space or behind the 72nd byte', async () => {
      const kept = await hash(`Correct horse ${'가'.repeat(60)} end`)
      for (const near of [
        `correct horse ${'가'.repeat(60)} end`,
        `Correct horse ${'가'.repeat(60)} end `,
        `Correct horse ${'가'.repeat(60)} enD`,
        `Correct horse ${'가'.repeat(60)}`,
      ])
        expect(await verify(near, kept)).toBe(false)
    })

    it('hashes one password differently each time, and both are its hashes', async () => {
      const [one, other] = [await hash('correct horse'), await hash('correct horse')]
      expect(one).not.toBe(other)
      expect([await verify('correct horse', one), await verify('correct horse', other)]).toEqual([true, true])
    })

    it('shows nothing of the password in the hash', async () => {
      expect(await hash('correcthorse')).not.toContain('correcthorse')
    })

    it('is true of no password where there is no hash', async () => {
      for (const password of ['correct horse', 'null', ' '.repeat(8)]) expect(await verify(password, null)).toBe(false)
    })

    it('is never true of what is no hash of its own', async () => {
      for (const foreign of ['', 'correct horse', '$argon2id$v=19$broken', '$fixture$x']) {
        const answer = await made().subject.verify(passwordOf('correct horse'), foreign as PasswordHash)
        expect(answer.unwrapOr(false)).toBe(false)
      }
    })

    it('hashes several at once', async () => {
      const words = ['one two three', 'four five six', 'seven eight nine']
      const kept = await Promise.all(words.map(hash))
      const matrix = await Promise.all(kept.map((one) => Promise.all(words.map((word) => verify(word, one)))))
      expect(matrix).toEqual([
        [true, false, false],
        [false, true, false],
        [false, false, true],
      ])
    })

    it('answers Unavailable in an outage, also where there is no hash, and works after it', async () => {
      const kept = await hash('correct horse')
      await made().breakDown()
      await expectUnavailable(made().subject.hash(passwordOf('correct horse')))
      await expectUnavailable(made().subject.verify(passwordOf('correct horse'), kept))
      await expectUnavailable(made().subject.verify(passwordOf('correct horse'), null))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await verify('correct horse', kept)).toBe(true)
    })
  })

/** `CommonPasswords`. */
export const commonPasswordsContract = (
  testRunner: TestRunner,
  make: Make<CommonPasswords>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'CommonPasswords', name }, make, (made, it) => {
    for (const common of [
      'password',
      'password1',
      '12345678',
      'qwertyuiop',
      'iloveyou',
      'sunshine',
      'princess',
      'football',
    ])
      it(`knows ${common}`, () => {
        expect(made().subject.includes(common)).toBe(true)
      })

    for (const rare of [
      '',
      'correct horse battery staple',
      '기타를 치는 사람',
      'b3c1f2c09be5ab3f',
      'constructor',
      '__proto__',
    ])
      it(`does not know ${JSON.stringify(rare)}`, () => {
        expect(made().subject.includes(rare)).toBe(false)
      })
  })
