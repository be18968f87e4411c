import { expect } from '#adapters/testing/expect.ts'
import type { VerifiedIdentity } from '#domain/account/identity.ts'
import type { GoogleTokens } from '#application/account/ports.ts'
import { email, unique } from '#adapters/testing/fixtures.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

export type GoogleSubject = {
  readonly google: GoogleTokens
  /** A token as Google gives it to this person, for our app. */
  readonly issue: (identity: Omit<VerifiedIdentity, 'provider'>) => string
}

const REFUSED = { type: 'ProviderRefused', provider: 'google' }

const person = (address: VerifiedIdentity['email'] = email()) => ({ subject: unique('1'), email: address })

/** `GoogleTokens`. */
export const googleTokensContract = (
  testRunner: TestRunner,
  make: MakeBreakable<GoogleSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'GoogleTokens', name }, make, (made, it) => {
    it('proves a person and a verified address, again and again', async () => {
      const { google, issue } = made().subject
      const mina = person()
      const token = issue(mina)
      const verified = await valueOf(google.verify(token))
      expect(verified).toEqual({ provider: 'google', ...mina })
      meddleWith(verified)
      expect(await valueOf(google.verify(token))).toEqual({ provider: 'google', ...mina })
    })

    it('proves a person without an address', async () => {
      const { google, issue } = made().subject
      const mina = person(null)
      expect(await valueOf(google.verify(issue(mina)))).toEqual({ provider: 'google', ...mina })
    })

    it('tells people apart', async () => {
      const { google, issue } = made().subject
      const people = [person(), person(), person()]
      const verified = await Promise.all(people.map((one) => valueOf(google.verify(issue(one)))))
      expect(verified.map(({ subject }) => subject)).toEqual(people.map(({ subject }) => subject))
    })

    for (const token of ['', 'token', 'a.b.c', '\0', '토큰'])
      it(`refuses ${JSON.stringify(token)}`, async () => {
        expect(await refusalOf(made().subject.google.verify(token))).toMatchObject(REFUSED)
      })

    it('refuses a token with something more or less', async () => {
      const { google, issue } = made().subject
      const token = issue(person())
      for (const odd of [`${token} `, ` ${token}`, token.slice(0, -3), `${token}.`, token.repeat(2)])
        expect(await refusalOf(google.verify(odd))).toMatchObject(REFUSED)
    })

    it('answers Unavailable in an outage, and works after it', async () => {
      const { google, issue } = made().subject
      const token = issue(person())
      await made().breakDown()
      await expectUnavailable(google.verify(token))
      await made().repair?.()
      if (made().repair !== undefined) await valueOf(google.verify(token))
    })
  })
