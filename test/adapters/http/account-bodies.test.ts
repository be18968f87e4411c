import { describe, expect, it } from 'vitest'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { ask, BODIES, type BodyKind, PROGRAM } from './asking.ts'
import { type House, house, keyFor, mailFor, member, PASSWORD, signUp } from './house.ts'

const EMAIL = 'ann@example.org'
const PROFILE = { nickname: 'ann', instrument: 'guitar, Vocal', genre: 'rock' }
const TWICE = { password1: 'twelve-strings', password2: 'twelve-strings' }

type Write = {
  readonly method?: string
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

const forgotten = async (given: House) => {
  await member(given, 'ann')
  await ask(given, '/user/password', { method: 'PUT', fields: { email: EMAIL } })
  return keyFor(given, EMAIL, 'reset-password')
}
const issued = (given: House, provider: 'google' | 'facebook') =>
  given.world[provider].issue({ subject: '7', email: EMAIL as EmailAddress })

/** One good request for every write there is, and the status of its answer. */
const WRITES: Readonly<Record<string, readonly [number, (given: House) => Write | Promise<Write>]>> = {
  'a sign-up': [201, () => ({ path: '/user/signup', fields: { email: EMAIL, ...PROFILE, ...TWICE } })],
  'a login': [
    200,
    async (given) => {
      await member(given, 'ann')
      return { path: '/user/login', fields: { email: EMAIL, password: PASSWORD } }
    },
  ],
  'a login with Google': [
    201,
    (given) => ({ path: '/user/google_login', fields: { token: issued(given, 'google'), client_id: 'c', ...PROFILE } }),
  ],
  'a login with Facebook': [
    201,
    (given) => ({
      path: '/user/facebook_login',
      fields: { access_token: issued(given, 'facebook'), facebook_user_id: '7', ...PROFILE },
    }),
  ],
  'an activation': [
    200,
    async (given) => {
      await signUp(given, 'ann')
      return { path: '/user/activate', fields: { activation_key: await keyFor(given, EMAIL), password: PASSWORD } }
    },
  ],
  'a password to check': [
    200,
    async (given) => ({
      path: '/user/password',
      fields: { password: PASSWORD },
      headers: await member(given, 'ann'),
    }),
  ],
  'a new password': [
    202,
    async (given) => ({ method: 'PUT', path: '/user/password', fields: TWICE, headers: await member(given, 'ann') }),
  ],
  'a forgotten password': [202, () => ({ method: 'PUT', path: '/user/password', fields: { email: EMAIL } })],
  'a password in place of a forgotten one': [
    200,
    async (given) => ({ path: '/user/password', fields: { activation_key: await forgotten(given), ...TWICE } }),
  ],
  '“this was not me”': [
    200,
    async (given) => {
      await signUp(given, 'ann')
      return {
        path: '/user/not_me',
        fields: { activation_key: (await mailFor(given, EMAIL, 'activation')).reportNotMe },
      }
    },
  ],
  'a profile': [200, async (given) => ({ path: '/user/1', fields: PROFILE, headers: await member(given, 'ann') })],
  'a change of a profile': [
    200,
    async (given) => ({ method: 'PATCH', path: '/user/1', fields: PROFILE, headers: await member(given, 'ann') }),
  ],
}

const KINDS = Object.keys(BODIES) as readonly BodyKind[]
const CASES = Object.entries(WRITES).flatMap(([name, [status, write]]) =>
  KINDS.map((as) => [name, as, status, write] as const),
)

describe('the accounts', () => {
  it.each(CASES)('take %s as %s', async (_, as, status, write) => {
    const given = house()
    const { path, headers, ...asked } = await write(given)
    const answer = await ask(given, path, { method: 'POST', ...asked, as, headers: { ...PROGRAM, ...headers } })
    expect(answer.status, await answer.clone().text()).toBe(status)
  })

  it('take no write in anything else', async () => {
    for (const [, write] of Object.values(WRITES)) {
      const given = house()
      const { method = 'POST', path, headers } = await write(given)
      const sent = { method, body: 'x=1', headers: { 'Content-Type': 'text/plain', ...headers } }
      expect([path, (await given.app.request(path, sent)).status]).toEqual([path, 415])
    }
  })
})
