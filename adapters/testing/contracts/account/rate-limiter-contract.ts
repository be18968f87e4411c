/** A few lines over the limit of 200, so that all promises of the port are in one file. */

import { expect } from '#adapters/testing/expect.ts'
import type { Limit } from '#domain/account/rate-limits.ts'
import { type Milliseconds, MINUTE, SECOND } from '#domain/shared/instant.ts'
import type { RateLimiter } from '#application/account/ports.ts'
import { unique } from '#adapters/testing/fixtures.ts'
import {
  contract,
  expectUnavailable,
  type Make,
  type MakeBreakable,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

export type RateLimiterSubject = {
  readonly rateLimiter: RateLimiter
  /** Lets this much of the limiter's time pass. */
  readonly advance: (duration: Milliseconds) => void
}

const THREE: Limit = { most: 3, within: MINUTE }
const told = (left: number, resetsIn: Milliseconds) => ({ limit: THREE, left, resetsIn })

/** As long and as odd as keys get: who asks chooses part of them. */
const KEYS: Readonly<Record<string, () => string>> = {
  'an address from a client': () => `log-in by pair: ${unique('mina')}@example.org 2001:db8:0:1::/64`,
  'a long key': () => `${unique('x')}${'y'.repeat(1000)}`,
  'a key of any letters': () => `${unique("'; drop table --")}기타\0:%`,
}

/** `RateLimiter`. */
export const rateLimiterContract = (
  testRunner: TestRunner,
  make: Make<RateLimiterSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'RateLimiter', name }, make, (made, it) => {
    const consume = (key: string, limit: Limit = THREE) => made().subject.rateLimiter.consume(key, limit)
    const giveBack = (key: string, limit: Limit = THREE) => made().subject.rateLimiter.giveBack(key, limit)
    const check = (key: string, limit: Limit = THREE) => made().subject.rateLimiter.check(key, limit)
    const advance = (duration: Milliseconds) => made().subject.advance(duration)
    const useUp = async (key: string, limit: Limit = THREE): Promise<void> => {
      for (let count = 0; count < limit.most; count++) await valueOf(consume(key, limit))
    }

    for (const kind of Object.keys(KEYS))
      it(`lets as many pass as the limit says, and no more: ${kind}`, async () => {
        const key = KEYS[kind]!()
        await useUp(key)
        for (let count = 0; count < 5; count++)
          expect(await refusalOf(consume(key))).toMatchObject({ type: 'TooManyAttempts', limit: THREE })
        expect(await refusalOf(check(key))).toMatchObject({ type: 'TooManyAttempts', limit: THREE })
      })

    it('counts a window from its first, whatever comes in it', async () => {
      const key = unique('key')
      await valueOf(consume(key))
      advance(20 * SECOND)
      await valueOf(consume(key))
      await valueOf(consume(key))
      advance(39 * SECOND)
      await refusalOf(consume(key))
      advance(SECOND - 1)
      await refusalOf(check(key))
      await refusalOf(consume(key))
      advance(1)
      await valueOf(check(key))
      await useUp(key)
      await refusalOf(consume(key))
    })

    it('tells how long it takes until asking makes sense', async () => {
      const key = unique('key')
      await valueOf(consume(key))
      advance(20 * SECOND)
      await valueOf(consume(key))
      await valueOf(consume(key))
      advance(SECOND)
      expect(await refusalOf(consume(key))).toMatchObject({ retryAfter: 39 * SECOND })
      expect(await refusalOf(check(key))).toMatchObject({ retryAfter: 39 * SECOND })
      advance(39 * SECOND - 1)
      expect(await refusalOf(consume(key))).toMatchObject({ retryAfter: 1 })
      advance(1)
      await valueOf(consume(key))
    })

    it('tells what is left, and when it will be whole again', async () => {
      const key = unique('key')
      expect(await valueOf(check(key))).toEqual(told(3, MINUTE))
      expect(await valueOf(consume(key))).toEqual(told(2, MINUTE))
      advance(20 * SECOND)
      expect(await valueOf(check(key))).toEqual(told(2, 40 * SECOND))
      expect(await valueOf(consume(key))).toEqual(told(1, 40 * SECOND))
      expect(await valueOf(consume(key))).toEqual(told(0, 40 * SECOND))
      await valueOf(giveBack(key))
      expect(await valueOf(check(key))).toEqual(told(1, 40 * SECOND))
      advance(40 * SECOND)
      expect(await valueOf(consume(key))).toEqual(told(2, MINUTE))
    })

    it('uses nothing where it only looks', async () => {
      const key = unique('key')
      for (let count = 0; count < 10; count++) await valueOf(check(key))
      await valueOf(consume(key))
      await valueOf(consume(key))
      for (let count = 0; count < 10; count++) await valueOf(check(key))
      await valueOf(consume(key))
      await refusalOf(check(key))
    })

    it('has one more left for each that is given back, and no more', async () => {
      const [key, other] = [unique('key'), unique('key')]
      await useUp(key)
      await useUp(other)
      await valueOf(giveBack(key))
      await valueOf(giveBack(key))
      await valueOf(consume(key))
      await valueOf(consume(key))
      await refusalOf(consume(key))
      await refusalOf(consume(other))
    })

    it('uses nothing where it refuses, so that one given back is one left', async () => {
      const key = unique('key')
      await useUp(key)
      for (let count = 0; count < 5; count++) await refusalOf(consume(key))
      await valueOf(giveBack(key))
      await valueOf(consume(key))
      await refusalOf(consume(key))
    })

    it('gives nothing back that was never used, or was used in a window that is over', async () => {
      const [fresh, over] = [unique('key'), unique('key')]
      await useUp(over)
      advance(MINUTE)
      for (const key of [fresh, over]) {
        await valueOf(giveBack(key))
        await useUp(key)
        await refusalOf(consume(key))
      }
    })

    it('lets exactly those pass that were given back when 50 come at once', async () => {
      const [key, limit] = [unique('key'), { most: 10, within: MINUTE }]
      const passing = async () => {
        const results = await Promise.all(Array.from({ length: 50 }, () => consume(key, limit)))
        return results.filter((result) => result.isOk()).length
      }
      expect(await passing()).toBe(10)
      await Promise.all([1, 2, 3, 4].map(() => valueOf(giveBack(key, limit))))
      expect(await passing()).toBe(4)
    })

    it('begins no window where it only looks', async () => {
      const key = unique('key')
      await valueOf(check(key))
      advance(30 * SECOND)
      await useUp(key)
      advance(MINUTE - 1)
      await refusalOf(consume(key))
    })

    it('makes nobody wait longer who goes on asking', async () => {
      const key = unique('key')
      await useUp(key)
      for (let count = 0; count < 6; count++) {
        advance(9 * SECOND)
        await refusalOf(consume(key))
      }
      advance(6 * SECOND)
      await valueOf(consume(key))
    })

    it('counts two keys apart', async () => {
      const [one, other] = [unique('key'), unique('key')]
      await useUp(one)
      await useUp(other)
      await refusalOf(consume(one))
      await refusalOf(consume(other))
    })

    it('counts two limits of one key apart', async () => {
      const key = unique('key')
      const [longer, larger] = [
        { ...THREE, within: 2 * MINUTE },
        { ...THREE, most: 4 },
      ] as const
      for (const limit of [longer, larger, THREE]) {
        await useUp(key, limit)
        await refusalOf(consume(key, limit))
      }
      advance(MINUTE)
      await refusalOf(consume(key, longer))
      await valueOf(consume(key, larger))
      await valueOf(consume(key, THREE))
    })

    it('lets exactly as many pass when 50 come at once', async () => {
      const [key, limit] = [unique('key'), { most: 10, within: MINUTE }]
      const results = await Promise.all(Array.from({ length: 50 }, () => consume(key, limit)))
      expect(results.filter((result) => result.isOk())).toHaveLength(10)
      await refusalOf(check(key, limit))
    })
  })

/** `RateLimiter`, where what it stands on can be taken away. */
export const rateLimiterOutageContract = (
  testRunner: TestRunner,
  make: MakeBreakable<RateLimiterSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'RateLimiter in an outage', name }, make, (made, it) => {
    it('lets nobody pass uncounted, and goes on counting after it', async () => {
      const { rateLimiter } = made().subject
      const key = unique('key')
      await valueOf(rateLimiter.consume(key, THREE))
      await made().breakDown()
      await expectUnavailable(rateLimiter.consume(key, THREE))
      await expectUnavailable(rateLimiter.check(key, THREE))
      await expectUnavailable(rateLimiter.giveBack(key, THREE))
      await made().repair?.()
      if (made().repair === undefined) return
      await valueOf(rateLimiter.consume(key, THREE))
      await valueOf(rateLimiter.consume(key, THREE))
      await refusalOf(rateLimiter.consume(key, THREE))
    })
  })
