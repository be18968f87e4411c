import { expect } from 'vitest'
import { ask, type Asked } from './asking.ts'
import { type House, type Json, jsonOf, member, PASSWORD, PUBLIC_URL } from './house.ts'

export const COOKIE = '__Host-soundhub'
export const CLEARED = `${COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure`
export const ASKING = { 'Soundhub-Session': 'cookie' }
/** What a browser adds to a write of our own page. */
export const OWN = { Origin: PUBLIC_URL }

/** The cookie that a response sets, `''` if it clears it, `null` if it does neither. */
export const cookieSetBy = (answer: Response, name = COOKIE): string | null => {
  const all = answer.headers.getSetCookie()
  expect(all.length).toBeLessThan(2)
  if (all[0] === undefined) return null
  expect(all[0].startsWith(`${name}=`)).toBe(true)
  return all[0].slice(name.length + 1, all[0].indexOf(';'))
}

/** Logs a member in as a page does. */
export const logIn = (given: House, email: string, headers: Asked['headers'] = {}, password = PASSWORD) =>
  ask(given, '/user/login', { fields: { email, password }, headers: { ...ASKING, ...OWN, ...headers } })

/** The `Cookie` header of somebody who logged in on the page. */
export const visitor = async (given: House, nickname: string): Promise<{ readonly Cookie: string }> => {
  const { Authorization } = await member(given, nickname)
  await ask(given, '/user/logout', { method: 'POST', headers: { Authorization } })
  const token = cookieSetBy(await logIn(given, `${nickname}@example.org`))
  return { Cookie: `${COOKIE}=${String(token)}` }
}

/** The open sessions of whoever asks. */
export const sessionsOf = async (given: House, headers: Readonly<Record<string, string>>): Promise<readonly Json[]> => {
  const { results } = await jsonOf(await ask(given, '/user/sessions', { headers }))
  return results as readonly Json[]
}

/** Whether these headers let anybody in. */
export const isOpen = async (given: House, headers: Readonly<Record<string, string>>): Promise<boolean> =>
  (await ask(given, '/user/sessions', { headers })).status === 200
