import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Identity, Subject } from '#domain/account/identity.ts'
import type { UserId } from '#domain/shared/id.ts'
import { subjects } from '#adapters/testing/arbitraries.ts'
import { identity, subject, UNKNOWN_ID, unique } from '#adapters/testing/fixtures.ts'
import { activeIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `IdentityRepository`. */
export const identitiesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'IdentityRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const add = (given: Identity) => units().run(({ identities }) => identities.add(given))
    const stored = (given: Subject) => valueOf(units().run(({ identities }) => identities.bySubject(given)))
    const added = async (given: Partial<Identity> = {}) => {
      const one = identity({ userId: (await activeIn(units())).id, ...given })
      await valueOf(add(one))
      return one
    }

    it('gives back an identity as it was added', () =>
      fc.assert(
        fc.asyncProperty(subjects, async ({ provider, subject: raw }) => {
          const word = `${unique('s')} ${raw}`.slice(0, 255)
          const one = await added({ provider, subject: word })
          expect(await stored({ provider, subject: word })).toStrictEqual(one)
        }),
        { numRuns: runs },
      ))

    it('answers null for who is not known, be it by one letter, by case or by provider', async () => {
      const { subject: word } = await added({ provider: 'google', subject: unique('Subject') })
      expect(await stored(subject())).toBeNull()
      expect(await stored({ provider: 'facebook', subject: word })).toBeNull()
      for (const other of [word.toLowerCase(), `${word} `, word.slice(0, -1)])
        expect(await stored({ provider: 'google', subject: other })).toBeNull()
    })

    it('knows one subject at both providers apart', async () => {
      const word = unique('subject')
      const [google, facebook] = [
        await added({ provider: 'google', subject: word }),
        await added({ provider: 'facebook', subject: word }),
      ]
      expect(await stored({ provider: 'google', subject: word })).toStrictEqual(google)
      expect(await stored({ provider: 'facebook', subject: word })).toStrictEqual(facebook)
    })

    it('lets an account open to several people', async () => {
      const one = await added()
      const other = await added({ userId: one.userId, provider: 'facebook' })
      const third = await added({ userId: one.userId })
      for (const each of [one, other, third]) expect(await stored(each)).toStrictEqual(each)
    })

    it('keeps an identity that its account has already', async () => {
      const one = await added()
      await valueOf(add({ ...one }))
      expect(await stored(one)).toStrictEqual(one)
    })

    it('refuses who opens another account, and changes nothing', async () => {
      for (const provider of ['google', 'facebook'] as const) {
        const one = await added({ provider })
        const { id: userId } = await activeIn(units())
        expect(await refusalOf(add({ ...one, userId }))).toEqual({ type: 'IdentityTaken', provider })
        expect(await stored(one)).toStrictEqual(one)
      }
    })

    it('keeps nothing but what an identity is', async () => {
      const { id: userId } = await activeIn(units())
      const one = subject()
      await valueOf(add({ ...one, userId, email: 'ann@example.org' } as Identity))
      expect(await stored({ ...one, email: null } as Subject)).toStrictEqual({ ...one, userId })
    })

    it('shares no object with whoever adds or reads', async () => {
      const one = await added()
      const before = { ...one }
      meddleWith(one)
      meddleWith((await stored(before))!)
      expect(await stored(before)).toStrictEqual(before)
    })

    it('does not take an identity of nobody', async () => {
      const orphan = identity({ userId: UNKNOWN_ID as UserId })
      await expectUnavailable(add(orphan))
      expect(await stored(orphan)).toBeNull()
    })

    it('takes back what a refused unit did', async () => {
      const one = identity({ userId: (await activeIn(units())).id })
      await takenBack(units(), ({ identities }) => identities.add(one))
      expect(await stored(one)).toBeNull()
    })

    answersUnavailableAmidAUnit(it, made, {
      bySubject: ({ identities }) => identities.bySubject(subject()),
      add: ({ identities }) => identities.add(identity({ userId: 1 as UserId })),
    })
  })
