import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { ask, BROWSER, follow } from './asking.ts'
import { type House, house, keyFor, mailFor, PASSWORD, post, signUp } from './house.ts'

const EMAIL = 'ann@example.org'
export const NEW = 'twelve-strings'
export const HANGUL = /\p{Script=Hangul}/u

/** A link that was mailed, and what following it is for. */
export type Scene = {
  readonly given: House
  readonly path: string
  /** Where the form on its page goes. */
  readonly action: string
  readonly key: string
  /** What a person types into the page. */
  readonly typed: Readonly<Record<string, string>>
  /** Whether what the link is for has come about. */
  readonly happened: () => Promise<boolean>
}

const opens = async (given: House, password: string): Promise<boolean> =>
  (await post(given.app, '/user/login', { email: EMAIL, password })).status === 200

const activating = async (nickname = 'ann'): Promise<Scene> => {
  const given = house()
  await signUp(given, nickname, EMAIL)
  const key = await keyFor(given, EMAIL)
  return {
    given,
    path: '/user/activate',
    action: '/user/activate',
    key,
    typed: { password: PASSWORD },
    happened: () => opens(given, PASSWORD),
  }
}

const adding = async (nickname = 'ann'): Promise<Scene> => {
  const given = house()
  const token = given.world.google.issue({ subject: 'g1', email: EMAIL as EmailAddress })
  await post(given.app, '/user/google_login', { token, nickname })
  await signUp(given, nickname, EMAIL)
  const key = await keyFor(given, EMAIL, 'add-password')
  return {
    given,
    path: '/user/signup',
    action: '/user/password',
    key,
    typed: { password: PASSWORD },
    happened: () => opens(given, PASSWORD),
  }
}

const joined = async (nickname: string) => {
  const given = house()
  await signUp(given, nickname, EMAIL)
  await follow(given, '/user/activate', await keyFor(given, EMAIL))
  return given
}

const changing = async (nickname = 'ann'): Promise<Scene> => {
  const given = await joined(nickname)
  const session = await given.core.accounts.logIn(
    { email: EMAIL, password: PASSWORD },
    { client: 'c', language: 'en', device: '' },
  )
  const headers = { Authorization: `Token ${session._unsafeUnwrap().token}` }
  await ask(given, '/user/password', { method: 'PUT', fields: { password1: NEW, password2: NEW }, headers })
  const key = await keyFor(given, EMAIL, 'change-password')
  return {
    given,
    path: '/user/password',
    action: '/user/password',
    key,
    typed: { password: NEW },
    happened: () => opens(given, NEW),
  }
}

export const forgetting = async (nickname = 'ann'): Promise<Scene> => {
  const given = await joined(nickname)
  await ask(given, '/user/password', { method: 'PUT', fields: { email: EMAIL } })
  const key = await keyFor(given, EMAIL, 'reset-password')
  const typed = { password1: NEW, password2: NEW }
  return { given, path: '/user/password', action: '/user/password', key, typed, happened: () => opens(given, NEW) }
}

const notMeReport = async (nickname = 'ann'): Promise<Scene> => {
  const { given, key } = await activating(nickname)
  const { reportNotMe } = await mailFor(given, EMAIL, 'activation')
  const happened = async () => (await follow(given, '/user/activate', key, BROWSER)).status === 404
  return { given, path: '/user/not_me', action: '/user/not_me', key: reportNotMe, typed: {}, happened }
}

/** Every link that a mail may hold. */
export const SCENES = [
  ['that activates', activating],
  ['that adds a password', adding],
  ['that changes a password', changing],
  ['behind a forgotten password', forgetting],
  ['behind “this was not me”', notMeReport],
] as const

/** What an attribute of a tag is set to. */
export const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]

/** What holds of every page, whatever it says. */
export const expectDecent = async (answer: Response, language: 'en' | 'ko' = 'en'): Promise<string> => {
  const page = await answer.text()
  const header = (name: string) => answer.headers.get(name)
  expect(header('Content-Type')).toBe('text/html; charset=utf-8')
  expect([header('Content-Language'), header('Cache-Control')]).toEqual([language, 'no-store'])
  expect([header('Referrer-Policy'), header('X-Frame-Options')]).toEqual(['strict-origin', 'DENY'])
  expect(header('Vary')).toMatch(/(^|, )Accept, Accept-Language$/)

  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  expect(header('Content-Security-Policy')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  )
  expect(page).not.toMatch(/<script|<img|<iframe|<link|<base|javascript:|\son\w+=|\sstyle=|\shref=|\ssrc=/i)

  expect(page).toContain(`<html lang="${language}">`)
  expect(page).toContain('name="viewport"')
  expect(/<title>([^<]+)<\/title>/.exec(page)?.[1]).toMatch(language === 'ko' ? HANGUL : /^[^\p{Script=Hangul}]+$/u)
  expect(page.match(/<h1/g)).toHaveLength(1)
  expect(page.match(/<main/g)).toHaveLength(1)
  const inputs = page.match(/<input[^>]*>/g) ?? []
  for (const input of inputs.filter((tag) => attribute(tag, 'type') !== 'hidden')) {
    const id = attribute(input, 'id')
    expect(page).toMatch(new RegExp(`<label for="${id}">[^<]+</label>`))
    expect(attribute(input, 'autocomplete')).toMatch(/^(current-password|new-password|nickname)$/)
    expect(attribute(input, 'maxlength')).toBeUndefined()
    if (attribute(input, 'type') === 'password') expect(attribute(input, 'value')).toBe('')
  }
  return page
}
