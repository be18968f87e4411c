import { describe, expect, it } from 'vitest'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { ask, follow, PROGRAM } from './asking.ts'
import { type House, house, jsonOf, type Json, keyFor, member, PASSWORD, post, signUp } from './house.ts'

const EMAIL = 'ann@example.org'
const NEW_USER = { nickname: 'ann', instrument: 'guitar', genre: 'rock' }

const google = (given: House, subject: string, email: string | null = EMAIL): string =>
  given.world.google.issue({ subject, email: email as EmailAddress | null })
const facebook = (given: House, subject: string, email: string | null = EMAIL): string =>
  given.world.facebook.issue({ subject, email: email as EmailAddress | null })

const byGoogle = (given: House, fields: object) => post(given.app, '/user/google_login', fields)
const byFacebook = (given: House, fields: object) => post(given.app, '/user/facebook_login', fields)

const faultsOf = async (answer: Response) =>
  ((await jsonOf(answer)).errors as readonly Json[]).map(({ field, code }) => `${String(field)} ${String(code)}`)

describe('with Google', () => {
  it('somebody new is asked for a nickname, gets an account, and is known from then on', async () => {
    const given = house()
    const token = google(given, 'g1')
    const without = await byGoogle(given, { token, client_id: 'app' })
    expect([without.status, await faultsOf(without)]).toEqual([400, ['nickname REQUIRED']])
    const made = await byGoogle(given, { token, client_id: 'app', ...NEW_USER })
    expect([made.status, made.headers.get('Cache-Control')]).toEqual([201, 'no-store'])
    const { token: session, user } = await jsonOf(made)
    expect(user).toMatchObject({
      email: EMAIL,
      nickname: 'ann',
      instruments: ['Guitar'],
      genres: ['Rock'],
      user_type: 'G',
      is_active: true,
    })
    const again = await byGoogle(given, { token: google(given, 'g1') })
    expect([again.status, (await jsonOf(again)).user]).toEqual([200, user])
    const headers = { Authorization: `Token ${String(session)}` }
    expect((await given.app.request('/user/sessions', { headers })).status).toBe(200)
  })

  it('whoever has an account with the proved address is logged in to it', async () => {
    const given = house()
    await member(given, 'ann')
    const answer = await byGoogle(given, { token: google(given, 'g1') })
    const { user } = await jsonOf(answer)
    expect([answer.status, user]).toEqual([200, expect.objectContaining({ id: 1, user_type: 'S' })])
    expect((await post(given.app, '/user/login', { email: EMAIL, password: PASSWORD })).status).toBe(200)
  })

  it('a sign-up that waits for its link is swept aside, its password and its link with it', async () => {
    const given = house()
    await signUp(given, 'mallory', EMAIL)
    const key = await keyFor(given, EMAIL)
    expect((await byGoogle(given, { token: google(given, 'g1'), ...NEW_USER })).status).toBe(201)
    expect((await follow(given, '/user/activate', key)).status).toBe(404)
    expect((await post(given.app, '/user/login', { email: EMAIL, password: PASSWORD })).status).toBe(401)
  })

  it('an address that Google does not vouch for opens nothing', async () => {
    const given = house()
    await member(given, 'ann')
    const claims = { token: google(given, 'g2', null), ...NEW_USER, nickname: 'mallory' }
    const without = await byGoogle(given, claims)
    expect([without.status, await faultsOf(without)]).toEqual([400, ['email REQUIRED']])
    const taken = await byGoogle(given, { ...claims, email: EMAIL })
    expect([taken.status, (await jsonOf(taken)).code]).toEqual([409, 'EMAIL_TAKEN'])
    expect((await byGoogle(given, { ...claims, email: 'mallory@example.org' })).status).toBe(202)
    expect((await byGoogle(given, { ...claims, nickname: '' })).status).toBe(400)
  })
})

describe('with Facebook', () => {
  it('somebody new comes in as with Google', async () => {
    const given = house()
    const fields = { access_token: facebook(given, '77'), facebook_user_id: '77' }
    const without = await byFacebook(given, fields)
    expect([without.status, await faultsOf(without)]).toEqual([400, ['nickname REQUIRED']])
    const made = await byFacebook(given, { ...fields, ...NEW_USER })
    expect([made.status, (await jsonOf(made)).user]).toEqual([201, expect.objectContaining({ user_type: 'F' })])
    expect((await byFacebook(given, fields)).status).toBe(200)
  })

  it('somebody without an address types one, and waits for its mail', async () => {
    const given = house()
    const fields = { access_token: facebook(given, '77', null), facebook_user_id: '77' }
    const without = await byFacebook(given, { ...fields, ...NEW_USER })
    expect([without.status, await faultsOf(without)]).toEqual([400, ['email REQUIRED']])
    const waiting = await byFacebook(given, { ...fields, ...NEW_USER, email: EMAIL })
    expect([waiting.status, waiting.headers.get('Cache-Control')]).toEqual([202, 'no-store'])
    const said = await jsonOf(waiting)
    expect(said).toEqual({ code: expect.stringMatching(/^[0-9a-f]{12}$/), user: expect.anything() })
    expect(said.user).toMatchObject({ email: EMAIL, is_active: false, user_type: 'F', last_login: null })
    expect((await post(given.app, '/user/login', { email: EMAIL, password: said.code })).status).toBe(403)

    const key = await keyFor(given, EMAIL)
    const opening = { activation_key: key, password: String(said.code) }
    const wrong = await post(given.app, '/user/activate', { ...opening, password: 'f00000000000' })
    expect([wrong.status, (await jsonOf(wrong)).code]).toEqual([400, 'WRONG_PASSWORD'])
    expect((await post(given.app, '/user/activate', opening)).status).toBe(200)
    expect((await byFacebook(given, fields)).status).toBe(200)
    expect((await post(given.app, '/user/login', { email: EMAIL, password: said.code })).status).toBe(401)
  })

  it("another person's token, or another person's id, opens nothing", async () => {
    const given = house()
    const answer = await byFacebook(given, { access_token: facebook(given, '77'), facebook_user_id: '78', ...NEW_USER })
    expect([answer.status, (await jsonOf(answer)).code]).toEqual([401, 'PROVIDER_REFUSED'])
  })
})

const LOGINS = [
  ['google', '/user/google_login', { token: 'forged' }],
  ['facebook', '/user/facebook_login', { access_token: 'forged', facebook_user_id: '1' }],
] as const

describe.each(LOGINS)('a login with %s', (provider, path, forged) => {
  it('that the provider does not confirm is 401 and says nothing of why', async () => {
    const given = house()
    const answer = await post(given.app, path, { ...forged, ...NEW_USER })
    expect([answer.status, answer.headers.get('WWW-Authenticate')]).toEqual([401, expect.stringContaining('Bearer')])
    const text = await answer.text()
    expect(JSON.parse(text)).toMatchObject({ code: 'PROVIDER_REFUSED' })
    expect(text).not.toMatch(/never issued|forged/)
    expect(given.lines).toEqual([])
  })

  it('names each field that is missing', async () => {
    const answer = await post(house().app, path, {})
    expect([answer.status, await faultsOf(answer)]).toEqual([
      400,
      Object.keys(forged).map((field) => `${field} REQUIRED`),
    ])
  })

  it('that cannot be checked now is an outage, neither a fault of ours nor of the token', async () => {
    const given = house()
    given.world.outage.breakDown(provider)
    const answer = await post(given.app, path, forged)
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])
    expect(given.lines).toMatchObject([{ level: 'warn', particulars: { what: provider } }])
  })

  it('of somebody whom staff has suspended stays shut', async () => {
    const given = house()
    const person = given.world[provider].issue({ subject: '77', email: EMAIL as EmailAddress })
    const fields = provider === 'google' ? { token: person } : { access_token: person, facebook_user_id: '77' }
    await post(given.app, path, { ...fields, ...NEW_USER })
    const staff = await given.core.accounts.createStaff({
      email: 'staff@example.org',
      nickname: 'staff',
      password: PASSWORD,
    })
    await given.core.accounts.suspend({ id: 1 as never, staff: staff._unsafeUnwrap() })
    const answer = await post(given.app, path, fields)
    expect([answer.status, (await jsonOf(answer)).code]).toEqual([403, 'ACCOUNT_SUSPENDED'])
  })
})

it('an account without a password gets one by signing up, once the link in the mail is followed', async () => {
  const given = house()
  const { user } = await jsonOf(await byGoogle(given, { token: google(given, 'g1'), ...NEW_USER }))
  const waits = { status: 403, code: 'ACTIVATION_PENDING' }
  const login = () => post(given.app, '/user/login', { email: EMAIL, password: PASSWORD })
  expect((await signUp(given, 'ann')).status).toBe(201)
  expect(await jsonOf(await login())).toMatchObject(waits)
  const key = await keyFor(given, EMAIL, 'add-password')
  expect((await ask(given, `/user/signup/?activation_key=${key}`, { method: 'HEAD', headers: PROGRAM })).status).toBe(
    200,
  )
  expect(await jsonOf(await login())).toMatchObject(waits)
  expect((await follow(given, '/user/signup/', key)).status).toBe(200)
  expect((await jsonOf(await login())).user).toMatchObject({ id: (user as Json).id, nickname: 'ann', user_type: 'G' })
  expect((await follow(given, '/user/signup', key)).status).toBe(404)
})
