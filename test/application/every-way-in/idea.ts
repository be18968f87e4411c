import type { Purpose } from '#domain/account/activation-key.ts'
import type { MailKind } from '#domain/account/mail.ts'
import type { Secret } from '#domain/account/secret.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, DAY, HOUR, type Instant, MINUTE } from '#domain/shared/instant.ts'
import type { Session } from '#domain/account/session.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import type { PassportName, Person } from './people.ts'

/** A sign-up of the address that waits for its link. */
export type Waiting = {
  readonly by: Person
  /** Or the code that was shown, where it came with a passport. */
  readonly password: string
  readonly passport: PassportName | null
  readonly nickname: string
  readonly since: Instant
}

/** A password that waits for its link. */
export type Change = { readonly by: Person; readonly password: string; readonly from: Door | null }

/** A session of the account, and who has its token. */
export type Door = { readonly token: Secret; readonly session: Session; readonly holders: Set<Person>; usedAt: Instant }

/** The one account of the address. Whoever made it has proved the mailbox, or the address by a provider. */
export type Account = {
  readonly id: UserId
  readonly nickname: string
  readonly passports: Set<string>
  readonly doors: Set<Door>
  password: string | null
  change: Change | null
}

/** A key in a mail to the address; it belongs to what it opens. */
export type Key = {
  readonly secret: Secret
  readonly purpose: Purpose
  readonly of: Waiting | Account
  readonly change: Change | null
  readonly diesAt: Instant
  isUsedUp: boolean
}

export type QueuedMail = { readonly kind: MailKind; readonly of: Waiting | Account; readonly change: Change | null }

export type Asked = 'sign-up' | 'reset' | 'new-password' | 'log-in'

/** What should be. It is kept beside the Soundhub that is examined, and never asks it. */
export type Idea = {
  now: Instant
  account: Account | null
  waiting: readonly Waiting[]
  /** Asked for, and not yet delivered. */
  queuedMails: QueuedMail[]
  /** A reset goes to whoever has the address when a worker comes to it, once, however often it was asked for meanwhile. */
  isResetAsked: boolean
  readonly mailbox: Key[]
  /** Every session of the address that there ever was. */
  readonly doors: Door[]
  /** Passwords and codes that each knows, the newest first. */
  readonly known: Readonly<Record<Person, string[]>>
  readonly stolen: Set<string>
  attackersAccount: { readonly id: UserId; readonly nickname: string } | null
  asked: { readonly what: Asked; readonly by: Person; readonly at: Instant }[]
  resentAt: Instant | null
  /** So that no two choices of the owner are equal. */
  options: number
}

export const ATTACKERS_PASSWORD = 'the attacker’s own words'

export const idea = (): Idea => ({
  now: NOON,
  account: null,
  waiting: [],
  queuedMails: [],
  isResetAsked: false,
  mailbox: [],
  doors: [],
  known: { owner: [], attacker: [ATTACKERS_PASSWORD] },
  stolen: new Set(),
  attackersAccount: null,
  asked: [],
  resentAt: null,
  options: 0,
})

/** The owner never chooses the same password again, and the attacker always does. */
export const choosePassword = (on: Idea, by: Person): string => {
  if (by === 'attacker') return ATTACKERS_PASSWORD
  const password = `choice ${++on.options} of the owner`
  on.known.owner.unshift(password)
  return password
}

export const isLiving = (on: Idea, key: Key): boolean => !key.isUsedUp && on.now < key.diesAt

const useUpKeysOf = (on: Idea, of: Key['of'] | null): void => {
  for (const key of on.mailbox) if (key.of === of) key.isUsedUp = true
}

export const expectMail = (on: Idea, kind: MailKind, of: QueuedMail['of'], change: Change | null = null): void =>
  void on.queuedMails.push({ kind, of, change })

const RESEND_PAUSE = 3 * MINUTE

/** Somebody knows a password that waits for its link, and logs in with it. */
export const mailedAgain = (on: Idea, ...queuedMail: readonly [MailKind, QueuedMail['of'], (Change | null)?]): void => {
  if (on.resentAt !== null && on.now - on.resentAt < RESEND_PAUSE) return
  on.resentAt = on.now
  expectMail(on, ...queuedMail)
}

export const signUpWaits = (on: Idea, waiting: Omit<Waiting, 'since'>): void => {
  const somebodyTried = on.waiting.length > 0
  const one = { ...waiting, since: on.now }
  on.waiting = [...on.waiting, one]
  expectMail(on, 'activation', one)
  if (somebodyTried) expectMail(on, 'someone-tried', one)
}

export const isStillThere = (on: Idea, of: QueuedMail['of']): boolean =>
  of === on.account || on.waiting.some((one) => one === of)

export const signUpGoes = (on: Idea, gone: QueuedMail['of']): void => {
  on.waiting = on.waiting.filter((one) => one !== gone)
  useUpKeysOf(on, gone)
}

/** Whoever proves the address has the account, and whatever waited for a proof is worth nothing any more. */
export const isVerified = (on: Idea, account: Pick<Account, 'id' | 'nickname' | 'password'>): Account => {
  on.waiting.forEach((one) => signUpGoes(on, one))
  on.account = { ...account, passports: new Set(), doors: new Set(), change: null }
  return on.account
}

/** A newer one takes an older one's place. */
export const changeWaits = (on: Idea, account: Account, change: Change): void => {
  changeGoes(on, account)
  account.change = change
  expectMail(on, account.password === null ? 'add-password' : 'change-password', account, change)
}

const changeGoes = (on: Idea, account: Account): void => {
  for (const key of on.mailbox) if (key.change !== null && key.change === account.change) key.isUsedUp = true
  account.change = null
}

/** Every link that was mailed to the account is worth nothing any more. */
export const linksGo = (on: Idea, account: Account): void => {
  changeGoes(on, account)
  useUpKeysOf(on, account)
}

export const doorsClose = (account: Account, kept: Door | null = null): void =>
  account.doors.forEach((door) => door !== kept && account.doors.delete(door))

export const passwordIsReplaced = (on: Idea, account: Account, password: string, kept: Door | null): void => {
  account.password = password
  doorsClose(account, kept)
  linksGo(on, account)
  expectMail(on, 'password-changed', account)
}

export const accountGoes = (on: Idea, account: Account): void => {
  linksGo(on, account)
  on.account = null
}

const SESSION_LIFETIME = 30 * DAY

export const isOpen = (on: Idea, door: Door): boolean =>
  on.account?.doors.has(door) === true && on.now < after(door.usedAt, SESSION_LIFETIME)

/** A session's life begins anew with its use, looked at once an hour. */
export const isUsed = (on: Idea, door: Door): void => {
  if (on.now >= after(door.usedAt, HOUR)) door.usedAt = on.now
}

export const openDoorsOf = (on: Idea, by: Person): readonly Door[] =>
  on.doors.filter((door) => door.holders.has(by) && isOpen(on, door))

/** How often one may ask; whoever asked less often is never refused, whatever others do. */
const MAY_ASK = {
  'sign-up': { times: 3, within: HOUR },
  reset: { times: 3, within: HOUR },
  'new-password': { times: 5, within: HOUR },
  'log-in': { times: 10, within: 5 * MINUTE },
} as const

export const hasAskedOften = (on: Idea, what: Asked, by: Person): boolean => {
  const { times, within } = MAY_ASK[what]
  return on.asked.filter((one) => one.what === what && one.by === by && on.now < after(one.at, within)).length >= times
}
