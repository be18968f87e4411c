import { expect } from 'vitest'
import { ask } from './asking.ts'
import { type House, house, jsonOf, type Json, keyFor, member, post } from './house.ts'

export const PATH = '/user/password'
export const EMAIL = 'ann@example.org'
export const NEW = 'twelve-strings'
export const TYPED = { password1: NEW, password2: NEW }
export const STALE = { Authorization: `Token ${'0'.repeat(40)}` }

/** A PUT of these fields. */
export const put = (given: House, fields: Record<string, string>, headers = {}) =>
  ask(given, PATH, { method: 'PUT', fields, headers })
/** Whether the password opens the account. */
export const opens = async (given: House, password: string): Promise<boolean> =>
  (await post(given.app, '/user/login', { email: EMAIL, password })).status === 200

/** Status and code of a refusal, and what is wrong with each field. */
export const faultsOf = async (answer: Response): Promise<readonly string[]> => {
  const { code, errors } = (await jsonOf(answer)) as { code: string; errors?: readonly Json[] }
  return [String(answer.status), code, ...(errors ?? []).map((one) => `${String(one.field)} ${String(one.code)}`)]
}

/** A member whose new password waits. */
export const changing = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  expect((await put(given, TYPED, ann)).status).toBe(202)
  return { given, ann, key: await keyFor(given, EMAIL, 'change-password') }
}

/** A member who forgot the password. */
export const forgetting = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  expect((await put(given, { email: EMAIL })).status).toBe(202)
  return { given, ann, key: await keyFor(given, EMAIL, 'reset-password') }
}
