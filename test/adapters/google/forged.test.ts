import { describe, expect, it } from 'vitest'
import { refusalOf } from '#adapters/testing/contracts/subject.ts'
import { FORGED } from './forged.ts'
import { newKeyServer } from './key-server.ts'
import { tokenOf } from './tokens.ts'
import { newKeys, newVerifier, REFUSED } from './verifier.ts'

const keys = await newKeys()

describe('a forged or odd ID token', () => {
  it('comes in more than 40 ways', () => {
    expect(Object.keys(FORGED).length).toBeGreaterThan(40)
  })

  it.each(Object.keys(FORGED))('is refused: %s', async (name) => {
    const { server, tokens } = await newVerifier(keys)
    const elsewhere = await newKeyServer([{ ...keys.theirs.jwk, kid: 'rsa-1' }])
    const token = await FORGED[name]!({ ...keys, theirUrl: elsewhere.url })
    const refusal = await refusalOf(tokens.verify(token))
    expect(refusal).toMatchObject(REFUSED)
    expect(elsewhere.asked()).toBe(0)
    expect(server.asked()).toBeLessThanOrEqual(1)
    for (const part of token.split('.').filter(({ length }) => length > 8))
      expect(JSON.stringify(refusal)).not.toContain(part)
    expect(JSON.stringify(refusal)).not.toMatch(/mina|accounts\.|apps\./i)
  })

  it('is refused where the keys hold a secret one', async () => {
    const { server, tokens } = await newVerifier(keys)
    server.serve([{ kty: 'oct', k: 'AAAA', alg: 'HS256', kid: 'rsa-1' }])
    const token = await FORGED['HS256 with an empty secret']!({ ...keys, theirUrl: server.url })
    expect(await refusalOf(tokens.verify(token))).toMatchObject(REFUSED)
  })

  it('is every token where no client id is set', async () => {
    const { server, tokens } = await newVerifier(keys, { clientIds: [] })
    expect(await refusalOf(tokens.verify(tokenOf({ key: keys.rsa })))).toMatchObject(REFUSED)
    expect(server.asked()).toBe(0)
  })
})
