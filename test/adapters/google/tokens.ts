import { constants, createHmac, KeyObject, sign } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { NOON } from '#adapters/testing/fixtures.ts'

export const CLIENT = '1234-abc.apps.googleusercontent.com'
export const OTHER_CLIENT = '1234-android.apps.googleusercontent.com'
export const ISSUERS = ['https://accounts.google.com', 'accounts.google.com']
export const SUBJECT = '110169484474386276334'

/** The token's own time, in its seconds. */
export const NOW = Math.floor(NOON / 1000)

/** A key that signs, and its public half as a JWKS shows it. */
export type SigningKey = {
  readonly alg: string
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly jwk: object
}

/** Made by jose, under this name. */
export const newKey = async (alg: string, kid: string, shown: object = {}): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), alg, kid, use: 'sig', ...shown }
  return { alg, kid, privateKey: KeyObject.from(privateKey), publicKey: KeyObject.from(publicKey), jwk }
}

/** What a good token claims; `undefined` leaves one out. */
export const claims = (given: Readonly<Record<string, unknown>> = {}): object => ({
  iss: ISSUERS[0],
  azp: CLIENT,
  aud: CLIENT,
  sub: SUBJECT,
  email: 'Mina@Example.org',
  email_verified: true,
  iat: NOW,
  exp: NOW + 3600,
  ...given,
})

/** What a token is made of, as much of it as is to differ from a good one. */
export type TokenParts = {
  readonly key: SigningKey
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: object | string
  /** In place of the key's own way to sign. */
  readonly signed?: (input: string) => Buffer
}

const encoded = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')

/** A token in compact form, signed by node's own crypto: it also makes what jose would not. */
export const tokenOf = ({ key, header = {}, claims: claimed = claims(), signed }: TokenParts): string => {
  const input = `${encoded({ alg: key.alg, kid: key.kid, typ: 'JWT', ...header })}.${encoded(claimed)}`
  return `${input}.${(signed ?? signedBy(key))(input).toString('base64url')}`
}

/** As the algorithm of this name would, whatever the header says. */
export const signedBy =
  ({ alg, privateKey }: Pick<SigningKey, 'alg' | 'privateKey'>) =>
  (input: string): Buffer => {
    const hash = `sha${alg.slice(2)}`
    const bytes = Buffer.from(input)
    if (alg.startsWith('PS')) {
      const saltLength = constants.RSA_PSS_SALTLEN_DIGEST
      return sign(hash, bytes, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })
    }
    return sign(hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  }

/** HMAC, as if the secret were shared. */
export const hmacWith =
  (secret: string | Buffer) =>
  (input: string): Buffer =>
    createHmac('sha256', secret).update(input).digest()
