import { EncryptJWT } from 'jose'
import { claims, CLIENT, hmacWith, NOW, type SigningKey, signedBy, SUBJECT, tokenOf } from './tokens.ts'

/** Whoever forges has Google's public keys, keys of their own under Google's names, and a place to serve those. */
export type Forgery = {
  readonly rsa: SigningKey
  readonly ec: SigningKey
  /** Shown by Google, but for encryption. */
  readonly encrypting: SigningKey
  readonly theirs: SigningKey
  readonly theirUrl: string
}

type Forge = (given: Forgery) => string | Promise<string>

const claiming =
  (given: Readonly<Record<string, unknown>>): Forge =>
  ({ rsa }) =>
    tokenOf({ key: rsa, claims: claims(given) })

const saying =
  (header: Readonly<Record<string, unknown>>): Forge =>
  ({ rsa }) =>
    tokenOf({ key: rsa, header })

/** Signed with a key of their own, with this beside Google's `kid`. */
const pointing =
  (header: (given: Forgery) => object): Forge =>
  (given) =>
    tokenOf({ key: given.theirs, header: { kid: given.rsa.kid, ...header(given) } })

const changed =
  (change: (token: string) => string): Forge =>
  ({ rsa }) =>
    change(tokenOf({ key: rsa }))

const none = (alg: string, signature: string): Forge =>
  changed((token) => {
    const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT', kid: 'rsa-1' })).toString('base64url')
    return [header, token.split('.')[1], signature].join('.')
  })

const withPart = (at: number, part: string): Forge =>
  changed((token) => token.split('.').with(at, Buffer.from(part).toString('base64url')).join('.'))

const pem = ({ publicKey }: SigningKey) => publicKey.export({ type: 'spki', format: 'pem' })

const hs256 =
  (secret: (given: Forgery) => string | Buffer): Forge =>
  (given) =>
    tokenOf({ key: given.rsa, header: { alg: 'HS256' }, signed: hmacWith(secret(given)) })

/** Tokens of which none may open an account. */
export const FORGED: Readonly<Record<string, Forge>> = {
  nothing: () => '',
  'a word': () => 'token',
  'two dots': () => '..',
  'no signature part': changed((token) => token.split('.').slice(0, 2).join('.')),
  'a part too many': changed((token) => `${token}.e30`),
  'encrypted instead of signed': ({ rsa }) =>
    new EncryptJWT({ ...claims() }).setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A128GCM' }).encrypt(rsa.publicKey),
  'a space before it': changed((token) => ` ${token}`),
  'a line break after it': changed((token) => `${token}\n`),
  'padding after it': changed((token) => `${token}==`),
  'a fullwidth letter in it': changed((token) => token.replace('.', '.\uff45')),
  'a dot that is none': changed((token) => token.replace('.', '\u2024')),
  'longer than any token': claiming({ name: 'x'.repeat(100_000) }),

  'for another app': claiming({ aud: '9999-xyz.apps.googleusercontent.com' }),
  'for an app whose name begins like ours': claiming({ aud: `${CLIENT}.evil.example` }),
  'for our app in capitals': claiming({ aud: CLIENT.toUpperCase() }),
  'for nobody': claiming({ aud: undefined }),
  'for an empty list': claiming({ aud: [] }),
  'for our app inside a list inside the list': claiming({ aud: [[CLIENT]] }),
  'for others only': claiming({ aud: ['a', 'b'], azp: CLIENT }),
  'for several apps, made for a foreign one': claiming({ aud: [CLIENT, 'other'], azp: 'other' }),
  'for several apps, made for nobody': claiming({ aud: [CLIENT, 'other'], azp: undefined }),
  'for several apps, made for a list of ours': claiming({ aud: [CLIENT, 'other'], azp: [CLIENT] }),

  'by another issuer': claiming({ iss: 'https://accounts.evil.example' }),
  'by an issuer without the s of https': claiming({ iss: 'http://accounts.google.com' }),
  'by an issuer with a slash more': claiming({ iss: 'https://accounts.google.com/' }),
  'by an issuer that looks like Google': claiming({ iss: 'https://accounts.g\u043e\u043egle.com' }),
  'by a list of issuers': claiming({ iss: ['https://accounts.google.com'] }),
  'by nobody': claiming({ iss: undefined }),

  'with their key under the name of a Google one': pointing(() => ({})),
  'with a key that is unknown': saying({ kid: 'nobody-knows' }),
  'with a key named like a path': saying({ kid: '../../dev/null' }),
  'with a key of no name': saying({ kid: undefined }),
  'with a key of an empty name': saying({ kid: '' }),
  'with a key whose name is a number': saying({ kid: 1 }),
  'with a key that Google shows for encryption': ({ encrypting }) => tokenOf({ key: encrypting }),
  'with a key of the other kind': ({ rsa, ec }) => tokenOf({ key: rsa, header: { kid: ec.kid } }),
  'with the key in the header': pointing(({ theirs }) => ({ jwk: theirs.jwk })),
  'with the address of their keys in jku': pointing(({ theirUrl }) => ({ jku: theirUrl })),
  'with the address of their certificate in x5u': pointing(({ theirUrl }) => ({ x5u: theirUrl, x5t: 'AAAA' })),
  'with their certificate in x5c': pointing(() => ({ x5c: ['AAAA'] })),

  'alg none, unsigned': none('none', ''),
  'alg none, with something for a signature': none('none', 'AAAA'),
  'alg None': none('None', 'AAAA'),
  'alg nOnE': none('nOnE', 'AAAA'),
  'HS256 with the public key as the secret': hs256(({ rsa }) => pem(rsa)),
  'HS256 with the public key without its last line break': hs256(({ rsa }) => pem(rsa).toString().trim()),
  'HS256 with the JWK as the secret': hs256(({ rsa }) => JSON.stringify(rsa.jwk)),
  'HS256 with an empty secret': hs256(() => ''),
  RS512: ({ rsa }) => tokenOf({ key: rsa, header: { alg: 'RS512' }, signed: signedBy({ ...rsa, alg: 'RS512' }) }),
  PS256: ({ rsa }) => tokenOf({ key: rsa, header: { alg: 'PS256' }, signed: signedBy({ ...rsa, alg: 'PS256' }) }),
  'PS256 called RS256': ({ rsa }) => tokenOf({ key: rsa, signed: signedBy({ ...rsa, alg: 'PS256' }) }),
  'rs256 in small letters': saying({ alg: 'rs256' }),
  'a list of algorithms': saying({ alg: ['RS256'] }),
  'no algorithm': saying({ alg: undefined }),
  'a critical extension': saying({ crit: ['exp'], exp: 1 }),
  'an unencoded payload': saying({ crit: ['b64'], b64: false }),
  'a security event': saying({ typ: 'secevent+jwt' }),
  'an access token': saying({ typ: 'at+jwt' }),

  'expired an hour ago': claiming({ exp: NOW - 3600 }),
  'expired 61 s ago': claiming({ exp: NOW - 61 }),
  'expired 60 s ago': claiming({ exp: NOW - 60 }),
  'without an end': claiming({ exp: undefined }),
  'with an end in words': claiming({ exp: String(NOW + 3600) }),
  'with null for an end': claiming({ exp: null }),
  'good from 61 s on': claiming({ nbf: NOW + 61 }),
  'good from tomorrow on': claiming({ nbf: NOW + 86_400 }),
  'good from a time in words on': claiming({ nbf: 'now' }),

  'of nobody': claiming({ sub: undefined }),
  'of an empty subject': claiming({ sub: '' }),
  'of a number': claiming({ sub: Number(SUBJECT) }),
  'of a list': claiming({ sub: [SUBJECT] }),
  'of a subject of 256 characters': claiming({ sub: '1'.repeat(256) }),
  'of a subject with a NUL': claiming({ sub: `${SUBJECT}\0` }),
  'of a subject in other digits': claiming({ sub: '\u0661\u0662\u0663' }),

  'changed after it was signed': withPart(1, JSON.stringify(claims({ sub: '1' }))),
  'with another header than was signed': withPart(0, JSON.stringify({ alg: 'RS256', kid: 'rsa-1' })),
  'with the signature cut': changed((token) => token.slice(0, -4)),
  'with a header that is no JSON': withPart(0, '{"alg":'),
  'with a header that is a list': withPart(0, '[]'),
  'with claims that are no JSON': ({ rsa }) => tokenOf({ key: rsa, claims: 'claims' }),
  'with claims that are a list': ({ rsa }) => tokenOf({ key: rsa, claims: [claims()] }),
  'with null for claims': ({ rsa }) => tokenOf({ key: rsa, claims: 'null' }),
}
