import type { EmailAddress } from '#domain/account/email-address.ts'
import type { UserId } from '#domain/shared/id.ts'
import { ask } from './asking.ts'
import { type House, house, jsonOf, type Json, keyFor, mailFor, member, PASSWORD, post, signUp } from './house.ts'

/** Everybody who may come by; the account in question is the owner's. */
export const PEOPLE = ['anonymous', 'owner', 'stranger', 'pending', 'suspended', 'revoked', 'staff'] as const
export type Person = (typeof PEOPLE)[number]

/** Who asks in which house. */
export type Scene = {
  readonly given: House
  readonly person: Person
  readonly email: string
  readonly headers: Readonly<Record<string, string>>
  readonly idOf: (nickname: Person) => number
  /** What goes into the Authorization header of somebody else. */
  readonly headersOf: (person: Person) => Readonly<Record<string, string>>
}

/** Where their mail goes. */
export const emailOf = (person: Person): string => `${person}@example.org`

/** Nobody may be called just `owner`: that is a name for staff. */
const nicknameOf = (person: Person): string => `${person} Kim`

/** A house in which each of them stands where their name says, and the one who asks. */
export const sceneOf = async (person: Person): Promise<Scene> => {
  const given = house()
  const ids = new Map<Person, number>()
  const headers = new Map<Person, Readonly<Record<string, string>>>()
  const come = async (access: Person) => {
    headers.set(access, await member(given, nicknameOf(access), emailOf(access)))
    const { results } = (await jsonOf(await ask(given, '/user?page_size=100'))) as { results: readonly Json[] }
    ids.set(access, Number(results.find(({ nickname }) => nickname === nicknameOf(access))?.id))
  }
  for (const access of ['owner', 'stranger', 'suspended', 'revoked'] as const) await come(access)
  ids.set('pending', Number((await jsonOf(await signUp(given, nicknameOf('pending'), emailOf('pending')))).id))
  const staff = await given.core.accounts.createStaff({
    email: emailOf('staff'),
    nickname: 'staff',
    password: PASSWORD,
  })
  ids.set('staff', staff._unsafeUnwrap())
  const login = await post(given.app, '/user/login', { email: emailOf('staff'), password: PASSWORD })
  headers.set('staff', { Authorization: `Bearer ${String((await jsonOf(login)).token)}` })
  await given.core.accounts.suspend({ id: ids.get('suspended') as UserId, staff: staff._unsafeUnwrap() })
  await ask(given, '/user/logout', { method: 'POST', headers: headers.get('revoked') ?? {} })
  const idOf = (access: Person) => ids.get(access) ?? 0
  const headersOf = (access: Person) => headers.get(access) ?? {}
  return { given, person, email: emailOf(person), headers: headersOf(person), idOf, headersOf }
}

const OWNER = emailOf('owner')

/** The key of a forgotten password, the owner's. */
export const resetKey = async ({ given }: Scene): Promise<string> => {
  await ask(given, '/user/password', { method: 'PUT', fields: { email: OWNER } })
  return keyFor(given, OWNER, 'reset-password')
}
/** The key of a password that waits for the owner. */
export const changeKey = async ({ given }: Scene): Promise<string> => {
  const login = await post(given.app, '/user/login', { email: OWNER, password: PASSWORD })
  const headers = { Authorization: `Token ${String((await jsonOf(login)).token)}` }
  await ask(given, '/user/password', {
    method: 'PUT',
    fields: { password1: 'twelve-strings', password2: 'twelve-strings' },
    headers,
  })
  return keyFor(given, OWNER, 'change-password')
}
/** The key of the sign-up that waits. */
export const activationKey = ({ given }: Scene) => keyFor(given, emailOf('pending'))
/** The key behind “this was not me” in its mail. */
export const reportKey = async ({ given }: Scene) =>
  (await mailFor(given, emailOf('pending'), 'activation')).reportNotMe
/** What Google would prove; it may vouch for no address. */
export const googleToken = ({ given }: Scene, email: string | null) =>
  given.world.google.issue({ subject: email ?? 'nobody', email: email as EmailAddress | null })
/** What Facebook would prove; its people may have no address. */
export const facebookToken = ({ given }: Scene, email: string | null) =>
  given.world.facebook.issue({ subject: '7', email: email as EmailAddress | null })
/** A session of the owner. */
export const sessionOfOwner = async ({ given, idOf }: Scene): Promise<number> => {
  const all = await given.core.accounts.listSessions(idOf('owner') as UserId)
  return all._unsafeUnwrap()[0]?.id ?? 0
}
