import { GoogleIdTokens, type GoogleOptions } from '#adapters/google/google-id-tokens.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { type KeyServer, newKeyServer } from './key-server.ts'
import { CLIENT, ISSUERS, newKey, OTHER_CLIENT, type SigningKey } from './tokens.ts'

/** Google's keys, and one of a forger's. */
export type Keys = Readonly<Record<'rsa' | 'ec' | 'encrypting' | 'theirs', SigningKey>>

/** Made once a file: a key of RSA takes its time. */
export const newKeys = async (): Promise<Keys> => {
  const [rsa, ec, encrypting, theirs] = await Promise.all([
    newKey('RS256', 'rsa-1'),
    newKey('ES256', 'ec-1'),
    newKey('RS256', 'rsa-enc', { use: 'enc' }),
    newKey('RS256', 'theirs'),
  ])
  return { rsa, ec, encrypting, theirs }
}

/** What Google shows of its keys. */
export const shown = ({ rsa, ec, encrypting }: Keys): readonly object[] => [rsa.jwk, ec.jwk, encrypting.jwk]

export const REFUSED = { type: 'ProviderRefused', provider: 'google' }

/** A verifier of tokens at {@link NOON}, and the server whose keys it takes. */
export const newVerifier = async (
  keys: Keys,
  given: Partial<GoogleOptions> = {},
): Promise<{ readonly server: KeyServer; readonly tokens: GoogleIdTokens }> => {
  const server = await newKeyServer(shown(keys))
  const clientIds = [CLIENT, OTHER_CLIENT]
  const options = { clientIds, issuers: ISSUERS, jwksUrl: server.url, now: () => NOON, ...given }
  return { server, tokens: new GoogleIdTokens(options) }
}
