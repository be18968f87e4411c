import { describe, expect, it } from 'vitest'
import { follow, PROGRAM, submit } from './asking.ts'
import { type House, house, keyFor, member, PASSWORD, post, signUp, work } from './house.ts'
import { EMAIL, faultsOf, forgetting, NEW, opens, PATH, put, STALE, TYPED } from './password-scenes.ts'

describe('PUT', () => {
  it('with a bad token is 401, even with an address', async () => {
    const given = house()
    await member(given, 'ann')
    for (const fields of [{ email: EMAIL }, TYPED, { email: EMAIL, ...TYPED }])
      expect(await faultsOf(await put(given, fields, STALE))).toEqual(['401', 'NOT_AUTHENTICATED'])
    await work(given)
    expect(given.world.mailer.sent().map(({ kind }) => kind)).toEqual(['activation'])
  })

  it('takes a new password from nobody who is not logged in', async () => {
    expect(await faultsOf(await put(house(), TYPED))).toEqual(['401', 'NOT_AUTHENTICATED'])
  })

  it('names what is missing', async () => {
    const given = house()
    const ann = await member(given, 'ann')
    expect(await faultsOf(await put(given, {}))).toEqual(['400', 'VALIDATION_FAILED', 'email REQUIRED'])
    const nothing = ['400', 'VALIDATION_FAILED', 'password1 REQUIRED', 'password2 REQUIRED']
    expect(await faultsOf(await put(given, {}, ann))).toEqual(nothing)
    expect(await faultsOf(await put(given, { email: '', password1: '', password2: '' }, ann))).toEqual(nothing)
  })

  it.each([
    ['an address is a forgotten password', { email: EMAIL }, 'reset-password'],
    ['an address left blank is a new password', { email: '', ...TYPED }, 'change-password'],
    ['an address beside it is a new password', { email: EMAIL, ...TYPED }, 'change-password'],
  ] as const)('by whoever is logged in, with %s', async (_, fields, kind) => {
    const given = house()
    const ann = await member(given, 'ann')
    expect((await put(given, fields, ann)).status).toBe(202)
    await work(given)
    expect(given.world.mailer.sent().map((mail) => mail.kind)).toEqual(['activation', kind])
  })
})

const both = async () => {
  const { given, ann, key: reset } = await forgetting()
  await put(given, TYPED, ann)
  return { given, ann, reset, change: await keyFor(given, EMAIL, 'change-password') }
}
const unchanged = async (given: House) => expect(await opens(given, PASSWORD)).toBe(true)

describe('POST', () => {
  it.each([
    ['a new password without a key', () => TYPED, ['activation_key REQUIRED']],
    ['half of one', () => ({ password1: NEW }), ['activation_key REQUIRED']],
    ['both kinds without a key', () => ({ password: PASSWORD, ...TYPED }), ['activation_key REQUIRED']],
  ])('with %s asks for the key, logged in or not', async (_, fields, faults) => {
    const { given, ann } = await both()
    for (const headers of [{}, ann])
      expect(await faultsOf(await post(given.app, PATH, fields(), headers))).toEqual([
        '400',
        'VALIDATION_FAILED',
        ...faults,
      ])
    await unchanged(given)
  })

  type Keys = { readonly reset: string; readonly change: string }

  it.each([
    [
      'a reset’s key alone',
      ({ reset }: Keys) => ({ activation_key: reset }),
      ['password1 REQUIRED', 'password2 REQUIRED'],
    ],
    [
      'a reset’s key and an old password',
      ({ reset }: Keys) => ({ activation_key: reset, password: PASSWORD }),
      ['password1 REQUIRED', 'password2 REQUIRED'],
    ],
    ['a change’s key alone', ({ change }: Keys) => ({ activation_key: change }), ['password REQUIRED']],
    [
      'a change’s key and a new password',
      ({ change }: Keys) => ({ activation_key: change, ...TYPED }),
      ['password REQUIRED'],
    ],
    [
      'a reset’s key and everything',
      ({ reset }: Keys) => ({ activation_key: reset, password: NEW, ...TYPED }),
      ['password MALFORMED'],
    ],
    [
      'a change’s key and everything',
      ({ change }: Keys) => ({ activation_key: change, password: NEW, ...TYPED }),
      ['password MALFORMED'],
    ],
  ])('with %s tells what is wrong, to a program and on the page', async (_, fields, faults) => {
    const keys = await both()
    const { given } = keys
    expect(await faultsOf(await post(given.app, PATH, fields(keys)))).toEqual(['400', 'VALIDATION_FAILED', ...faults])
    const page = await submit(given, PATH, fields(keys))
    expect([page.status, page.headers.get('Content-Type')]).toEqual([400, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('<form')
    await unchanged(given)
  })

  it('with nothing at all is for whoever is logged in', async () => {
    const { given, ann } = await both()
    expect(await faultsOf(await post(given.app, PATH, {}))).toEqual(['401', 'NOT_AUTHENTICATED'])
    expect(await faultsOf(await post(given.app, PATH, {}, ann))).toEqual([
      '400',
      'VALIDATION_FAILED',
      'password REQUIRED',
    ])
  })

  it('with a key that opens something else opens nothing', async () => {
    const given = house()
    await signUp(given, 'ann')
    const key = await keyFor(given, EMAIL)
    for (const fields of [TYPED, { password: PASSWORD }])
      expect(await faultsOf(await post(given.app, PATH, { activation_key: key, ...fields }))).toEqual([
        '404',
        'ACTIVATION_KEY_UNKNOWN',
      ])
    expect((await follow(given, PATH, key, PROGRAM)).status).toBe(404)
  })

  it('with a key and a bad token is 401', async () => {
    const { given, reset } = await both()
    expect((await post(given.app, PATH, { activation_key: reset, ...TYPED }, STALE)).status).toBe(401)
    await unchanged(given)
  })

  it('with a change’s key and its password confirms it for a program too', async () => {
    const { given, change } = await both()
    const wrong = await post(given.app, PATH, { activation_key: change, password: PASSWORD })
    expect(await faultsOf(wrong)).toEqual(['400', 'WRONG_PASSWORD', 'password WRONG_PASSWORD'])
    expect((await post(given.app, PATH, { activation_key: change, password: NEW })).status).toBe(200)
    expect(await opens(given, NEW)).toBe(true)
  })
})
