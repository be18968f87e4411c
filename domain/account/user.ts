import { err, ok, type Result } from 'neverthrow'
import type { MediaPath } from '../track/track.ts'
import type { Genre, Instrument } from '../track/vocabulary.ts'
import type { UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { EmailAddress } from './email-address.ts'
import type { Subject } from './identity.ts'
import { type Nickname, nicknameKey } from './nickname.ts'
import type { PasswordHash } from './password.ts'
import type { NotAuthenticated } from './session.ts'

/** What a person chose at sign-up. */
export type Profile = {
  readonly nickname: Nickname
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
}

/** The way an account came to be. */
export type Origin = 'email' | 'google' | 'facebook'

type Account = Profile & {
  readonly id: UserId
  readonly email: EmailAddress
  readonly origin: Origin
  readonly createdAt: Instant
}

/** Somebody who signed up and has not yet opened the link: may do nothing but that. */
export type PendingUser = Account & {
  readonly state: 'pending'
  /** Of the password chosen, or the code shown, at this sign-up: the page behind the link asks for it. */
  readonly passwordHash: PasswordHash
  /** Whom a provider proved who gave no address; the account opens to it once the typed address is proved too. */
  readonly subject: Subject | null
}

/** Where the pictures of a person lie. */
export type Pictures = { readonly picture: MediaPath | null; readonly background: MediaPath | null }

type VerifiedAccount = Account &
  Pictures & {
    /** `null`: the account opens to a provider's word only. */
    readonly passwordHash: PasswordHash | null
    readonly activatedAt: Instant
    readonly lastLoginAt: Instant | null
    readonly isStaff: boolean
  }

/** Somebody who proved the address. Address and nickname are unique among proved users. */
export type ActiveUser = VerifiedAccount & { readonly state: 'active' }

/** Somebody staff has shut out: keeps address, nickname and works, but may not come in. */
export type SuspendedUser = VerifiedAccount & { readonly state: 'suspended'; readonly suspendedAt: Instant }

/** Address and nickname belong to this user alone. */
export type VerifiedUser = ActiveUser | SuspendedUser

/** Anybody who signed up. */
export type User = PendingUser | VerifiedUser

/** A sign-up before it is stored and gets its id. */
export type NewUser = Omit<PendingUser, 'id'> | Omit<ActiveUser, 'id'>

/** An active user has the address. */
export type EmailTaken = { readonly type: 'EmailTaken'; readonly email: EmailAddress }
/** An active user has the nickname, or one that looks the same. */
export type NicknameTaken = { readonly type: 'NicknameTaken'; readonly nickname: Nickname }
/** The account has been shut out by staff. */
export type AccountSuspended = { readonly type: 'AccountSuspended' }

/** Whether the address is proved: whoever is shut out keeps it. */
export const isVerified = (user: User): user is VerifiedUser => user.state !== 'pending'

/** Whoever makes something is there, and not shut out, when it is saved: an upload takes minutes, and much may happen in them. */
export const onlyAnActiveUserMayCreate = (author: User | undefined): Result<ActiveUser, NotAuthenticated> =>
  author?.state === 'active' ? ok(author) : err({ type: 'NotAuthenticated' })

/** What an active user is made of beside the account itself. */
export const newlyVerified = (now: Instant) =>
  ({ state: 'active', activatedAt: now, lastLoginAt: null, isStaff: false, picture: null, background: null }) as const

/**
 * The pending user, opened, perhaps under another nickname. The code of a sign-up through a provider is no password: such
 * an account opens to the provider's word.
 */
export const activate = (user: PendingUser, now: Instant, nickname: Nickname = user.nickname): ActiveUser => {
  const { subject, passwordHash, ...account } = user
  return { ...account, ...newlyVerified(now), nickname, passwordHash: subject === null ? passwordHash : null }
}

/** The user, seen just now. */
export const withLastLogin = (user: ActiveUser, now: Instant): ActiveUser => ({ ...user, lastLoginAt: now })

/** The user, shut out. */
export const suspend = (user: ActiveUser, now: Instant): SuspendedUser => ({
  ...user,
  state: 'suspended',
  suspendedAt: now,
})

/** The user, let in again. */
export const readmit = ({ suspendedAt: _suspendedAt, ...user }: SuspendedUser): ActiveUser => ({
  ...user,
  state: 'active',
})

/** Whether two nicknames would be taken for one. */
export const sameNickname = (one: Nickname, other: Nickname): boolean => nicknameKey(one) === nicknameKey(other)
