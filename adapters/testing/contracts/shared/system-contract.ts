import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { Chance, Clock, Digest } from '#application/shared/system.ts'
import type { Secret } from '#domain/account/secret.ts'
import { secrets } from '#adapters/testing/arbitraries.ts'
import { contract, type Make, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `Clock`. */
export const clockContract = (testRunner: TestRunner, make: Make<Clock>, { name }: SuiteOptions = {}): void =>
  contract(testRunner, { of: 'Clock', name }, make, (made, it) => {
    it('tells whole milliseconds of this century', () => {
      const now = made().subject.now()
      expect(Number.isSafeInteger(now)).toBe(true)
      expect(now).toBeGreaterThan(Date.UTC(2001, 0, 1))
      expect(now).toBeLessThan(Date.UTC(2101, 0, 1))
    })

    it('does not go back', () => {
      const moments = Array.from({ length: 1000 }, () => made().subject.now())
      expect(moments).toEqual(moments.toSorted((one, other) => one - other))
    })
  })

/** `Chance`. */
export const chanceContract = (testRunner: TestRunner, make: Make<Chance>, { name }: SuiteOptions = {}): void =>
  contract(testRunner, { of: 'Chance', name }, make, (made, it) => {
    it('gives as many bytes as asked for', () => {
      for (const length of [0, 1, 20, 32, 33, 1000]) {
        const bytes = made().subject.bytes(length)
        expect(bytes).toBeInstanceOf(Uint8Array)
        expect(bytes).toHaveLength(length)
      }
    })

    it('never gives the same 20 bytes twice', () => {
      const drawn = Array.from({ length: 1000 }, () => made().subject.bytes(20).join(' '))
      expect(new Set(drawn).size).toBe(1000)
    })

    it('shares no bytes between two draws', () => {
      const first = made().subject.bytes(20)
      const before = [...first]
      made().subject.bytes(20).fill(0)
      expect([...first]).toEqual(before)
    })

    // Each bound is missed by chance less than once in ten million draws.
    it('gives every byte about as often as any other', () => {
      const counts = new Uint32Array(256)
      for (const byte of made().subject.bytes(256_000)) counts[byte]!++
      expect(Math.min(...counts)).toBeGreaterThan(780)
      expect(Math.max(...counts)).toBeLessThan(1220)
    })

    it('rolls evenly from 0 up to, and never, 1', () => {
      const rolls = Array.from({ length: 20_000 }, () => made().subject.roll())
      expect(rolls.every((roll) => roll >= 0 && roll < 1)).toBe(true)
      for (const tenth of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
        const share = rolls.filter((roll) => Math.floor(roll * 10) === tenth).length
        expect(share).toBeGreaterThan(1720)
        expect(share).toBeLessThan(2280)
      }
    })
  })

/** `Digest`. */
export const digestContract = (testRunner: TestRunner, make: Make<Digest>, { name }: SuiteOptions = {}): void =>
  contract(testRunner, { of: 'Digest', name }, make, (made, it) => {
    const digest = (secret: string) => valueOf(made().subject.secret(secret as Secret))

    it('is SHA-256 over the characters, in lower-case hex', async () => {
      // Published: FIPS 180-4 examples, and the well-known digest of nothing.
      expect(await digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
      expect(await digest('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    })

    it('takes a text in UTF-8', async () => {
      const text = await valueOf(made().subject.text('봄밤'))
      expect(text).toBe('99783f061181796eae695f366bb031a44fc615d604fd205ed05144b929dec108')
      expect(await valueOf(made().subject.text('abc'))).toBe(await digest('abc'))
    })

    it('is the same for the same secret, and another for another', () =>
      fc.assert(
        fc.asyncProperty(secrets, secrets, async (one, other) => {
          expect(await digest(one)).toMatch(/^[0-9a-f]{64}$/)
          expect((await digest(one)) === (await digest(other))).toBe(one === other)
          expect(await digest(one)).toBe(await digest(one))
        }),
      ))
  })
