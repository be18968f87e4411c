import type { Genre, Instrument } from '../track/vocabulary.ts'
import type { UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { EmailAddress } from './email-address.ts'
import { type Nickname, nicknameKey } from './nickname.ts'
import type { PasswordHash } from './password.ts'

/** What a person chose at sign-up. */
export type Profile = {
  readonly nickname: Nickname
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
}

type Account = Profile & {
  readonly id: UserId
  readonly email: EmailAddress
  readonly passwordHash: PasswordHash
  readonly createdAt: Instant
}

/** Somebody who signed up and has not yet opened the link: may do nothing but that. */
export type PendingUser = Account & { readonly state: 'pending' }

/** Somebody who proved the address. Address and nickname are unique among active users. */
export type ActiveUser = Account & {
  readonly state: 'active'
  readonly activatedAt: Instant
  readonly lastLoginAt: Instant | null
}

/** Anybody who signed up. */
export type User = PendingUser | ActiveUser

/** A sign-up before it is stored and gets its id. */
export type NewUser = Omit<PendingUser, 'id' | 'state'>

/** An active user has the address. */
export type EmailTaken = { readonly type: 'EmailTaken'; readonly email: EmailAddress }
/** An active user has the nickname, or one that looks the same. */
export type NicknameTaken = { readonly type: 'NicknameTaken'; readonly nickname: Nickname }

/** The pending user, opened, perhaps under another nickname. */
export const activate = (user: PendingUser, now: Instant, nickname: Nickname = user.nickname): ActiveUser => ({
  ...user,
  nickname,
  state: 'active',
  activatedAt: now,
  lastLoginAt: null,
})

/** The user, seen just now. */
export const loggedIn = (user: ActiveUser, now: Instant): ActiveUser => ({ ...user, lastLoginAt: now })

/** Whether two nicknames would be taken for one. */
export const sameNickname = (one: Nickname, other: Nickname): boolean => nicknameKey(one) === nicknameKey(other)
