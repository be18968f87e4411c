import { SignJWT } from 'jose'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { instant, MINUTE, SECOND } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { KeyAnswer } from './key-server.ts'
import { claims, CLIENT, newKey, NOW, OTHER_CLIENT, SUBJECT, tokenOf } from './tokens.ts'
import { newKeys, newVerifier, REFUSED, shown } from './verifier.ts'

const keys = await newKeys()

/** Holds the clock by which keys grow old; sockets keep their real timers. */
const heldClock = () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON })
  onTestFinished(() => void vi.useRealTimers())
  return { pass: (length: number) => void vi.setSystemTime(Date.now() + length) }
}

describe('a good ID token', () => {
  it.each<readonly [name: string, claimed: Record<string, unknown>]>([
    ['as Google makes it', {}],
    ['by the issuer without a scheme', { iss: 'accounts.google.com' }],
    ['for our second app', { aud: OTHER_CLIENT }],
    ['for our web app, made for our mobile one', { aud: CLIENT, azp: '1234-ios.apps.googleusercontent.com' }],
    ['for a list of one', { aud: [CLIENT], azp: 'other' }],
    ['for several apps, made for ours', { aud: [CLIENT, 'other'], azp: OTHER_CLIENT }],
    ['that expired 59 s ago', { exp: NOW - 59 }],
    ['that is good from 59 s on', { nbf: NOW + 59 }],
    ['that is good from 60 s on', { nbf: NOW + 60 }],
  ])('proves who it is: %s', async (_, claimed) => {
    const { tokens } = await newVerifier(keys)
    for (const key of [keys.rsa, keys.ec]) {
      const verified = await valueOf(tokens.verify(tokenOf({ key, claims: claims(claimed) })))
      expect(verified).toEqual({ provider: 'google', subject: SUBJECT, email: 'mina@example.org' })
    }
  })

  it('proves who it is: signed by jose, without a type', async () => {
    const { tokens } = await newVerifier(keys)
    const unsigned = new SignJWT({ ...claims() }).setProtectedHeader({ alg: 'ES256', kid: 'ec-1' })
    expect(await valueOf(tokens.verify(await unsigned.sign(keys.ec.privateKey)))).toMatchObject({ subject: SUBJECT })
  })

  it('proves a subject of 255 characters', async () => {
    const { tokens } = await newVerifier(keys)
    const sub = 'x'.repeat(255)
    expect(await valueOf(tokens.verify(tokenOf({ key: keys.rsa, claims: claims({ sub }) })))).toMatchObject({
      subject: sub,
    })
  })

  it.each<readonly [name: string, claimed: Record<string, unknown>]>([
    ['false', { email_verified: false }],
    ['not there', { email_verified: undefined }],
    ['true, of no address', { email: undefined }],
    ['true, of two addresses', { email: 'a@example.org,b@example.org' }],
    ['true, of a list', { email: ['mina@example.org'] }],
    ['true, of an address with a line break', { email: 'mina@example.org\r\nBcc: spy@example.org' }],
    ['true, of an address in other letters', { email: 'm\u0131na@example.org' }],
  ])('proves no address where email_verified is %s', async (_, claimed) => {
    const { tokens } = await newVerifier(keys)
    const verified = await valueOf(tokens.verify(tokenOf({ key: keys.rsa, claims: claims(claimed) })))
    expect(verified).toEqual({ provider: 'google', subject: SUBJECT, email: null })
  })

  it.each<readonly [name: string, claimed: unknown]>([
    ['"true"', 'true'],
    ['1', 1],
    ['a list with true', [true]],
    ['null', null],
  ])('is refused where email_verified is %s, which Google does not say', async (_, claimed) => {
    const { tokens } = await newVerifier(keys)
    const token = tokenOf({ key: keys.rsa, claims: claims({ email_verified: claimed }) })
    expect(await refusalOf(tokens.verify(token))).toMatchObject({ ...REFUSED, why: 'email_verified is not a boolean' })
  })

  it('is judged by the clock that is given', async () => {
    const { tokens } = await newVerifier(keys, { now: () => instant((NOW + 3600 + 61) * SECOND) })
    expect(await refusalOf(tokens.verify(tokenOf({ key: keys.rsa })))).toMatchObject(REFUSED)
  })
})

describe("Google's keys", () => {
  it('are fetched once for many tokens at once, and kept', async () => {
    const { server, tokens } = await newVerifier(keys)
    await Promise.all(Array.from({ length: 20 }, () => valueOf(tokens.verify(tokenOf({ key: keys.rsa })))))
    await valueOf(tokens.verify(tokenOf({ key: keys.ec })))
    expect(server.asked()).toBe(1)
  })

  it('are fetched once more when they were rotated', async () => {
    const { pass } = heldClock()
    const { server, tokens } = await newVerifier(keys)
    await valueOf(tokens.verify(tokenOf({ key: keys.rsa })))
    const next = await newKey('ES256', 'ec-2')
    server.serve([...shown(keys), next.jwk])
    pass(31 * SECOND)
    await Promise.all(Array.from({ length: 20 }, () => valueOf(tokens.verify(tokenOf({ key: next })))))
    expect(server.asked()).toBe(2)
  })

  it('are not fetched once a bad token', async () => {
    const { pass } = heldClock()
    const { server, tokens } = await newVerifier(keys)
    const bad = (kid: string) => refusalOf(tokens.verify(tokenOf({ key: keys.rsa, header: { kid } })))
    for (let count = 0; count < 50; count++) expect(await bad(`bad-${count}`)).toMatchObject(REFUSED)
    expect(server.asked()).toBe(1)
    pass(31 * SECOND)
    for (let count = 50; count < 100; count++) expect(await bad(`bad-${count}`)).toMatchObject(REFUSED)
    expect(server.asked()).toBe(2)
  })

  it('open nothing any more once Google withdrew them and they grew old', async () => {
    const { pass } = heldClock()
    const { server, tokens } = await newVerifier(keys)
    await valueOf(tokens.verify(tokenOf({ key: keys.rsa })))
    server.serve([keys.ec.jwk])
    pass(10 * MINUTE + 1)
    expect(await refusalOf(tokens.verify(tokenOf({ key: keys.rsa })))).toMatchObject(REFUSED)
    expect(server.asked()).toBe(2)
  })

  it.each<KeyAnswer>(['error', 'garbage', 'silence', 'redirect'])(
    'that are answered with %s are an outage, and come again after it',
    async (answer) => {
      const { server, tokens } = await newVerifier(keys, answer === 'silence' ? { timeout: 100 } : {})
      server.answerWith(answer)
      const token = tokenOf({ key: keys.rsa })
      const refusal = await refusalOf(tokens.verify(token))
      expect(refusal).toMatchObject({ type: 'Unavailable', what: 'google' })
      server.answerWith('keys')
      expect(await valueOf(tokens.verify(token))).toMatchObject({ subject: SUBJECT })
    },
  )

  it('that nobody serves are an outage', async () => {
    const { server, tokens } = await newVerifier(keys)
    await server.close()
    await expectUnavailable(tokens.verify(tokenOf({ key: keys.rsa })))
  })

  it('come by the fetch that is given', async () => {
    const given = vi.fn<typeof fetch>(async () => Response.json({ keys: shown(keys) }))
    const { server, tokens } = await newVerifier(keys, { fetch: given })
    await valueOf(tokens.verify(tokenOf({ key: keys.rsa })))
    expect(given).toHaveBeenCalledOnce()
    expect(server.asked()).toBe(0)
  })
})
