import { expect } from '#adapters/testing/expect.ts'
import type { VerifiedIdentity } from '#domain/account/identity.ts'
import type { FacebookTokens } from '#application/account/ports.ts'
import { email } from '#adapters/testing/fixtures.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

export type FacebookSubject = {
  readonly facebook: FacebookTokens
  /** A token as Facebook gives it to this person, for our app. */
  readonly issue: (identity: Omit<VerifiedIdentity, 'provider'>) => string
}

const REFUSED = { type: 'ProviderRefused', provider: 'facebook' }

const person = (address: VerifiedIdentity['email'] = email()) => ({
  subject: `12${Math.floor(Math.random() * 2 ** 47)}`,
  email: address,
})

/** `FacebookTokens`. */
export const facebookTokensContract = (
  testRunner: TestRunner,
  make: MakeBreakable<FacebookSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'FacebookTokens', name }, make, (made, it) => {
    it('proves a person and an address, again and again', async () => {
      const { facebook, issue } = made().subject
      const mina = person()
      const token = issue(mina)
      const verified = await valueOf(facebook.verify(token, mina.subject))
      expect(verified).toEqual({ provider: 'facebook', ...mina })
      meddleWith(verified)
      expect(await valueOf(facebook.verify(token, mina.subject))).toEqual({ provider: 'facebook', ...mina })
    })

    it('proves a person without an address', async () => {
      const { facebook, issue } = made().subject
      const mina = person(null)
      expect(await valueOf(facebook.verify(issue(mina), mina.subject))).toEqual({ provider: 'facebook', ...mina })
    })

    it("refuses one person's token with another's id", async () => {
      const { facebook, issue } = made().subject
      const [mina, minho] = [person(), person()]
      const token = issue(mina)
      issue(minho)
      for (const id of [minho.subject, '', ` ${mina.subject}`, `${mina.subject}0`, 'me'])
        expect(await refusalOf(facebook.verify(token, id))).toMatchObject(REFUSED)
    })

    for (const token of ['', 'token', '\0', '토큰', 'two words', 'a\r\nb'])
      it(`refuses ${JSON.stringify(token)}`, async () => {
        expect(await refusalOf(made().subject.facebook.verify(token, '12345'))).toMatchObject(REFUSED)
      })

    it('answers Unavailable in an outage, and works after it', async () => {
      const { facebook, issue } = made().subject
      const mina = person()
      const token = issue(mina)
      await made().breakDown()
      await expectUnavailable(facebook.verify(token, mina.subject))
      await made().repair?.()
      if (made().repair !== undefined) await valueOf(facebook.verify(token, mina.subject))
    })
  })
