import { err, ok, type Result } from 'neverthrow'
import type { MediaPath } from '../track/track.ts'
import type { Genre, Instrument } from '../track/vocabulary.ts'
import type { UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { EmailAddress } from './email-address.ts'
import type { Subject } from './identity.ts'
import { type Nickname, nicknameKey, nicknameSkeleton } from './nickname.ts'
import type { PasswordHash } from './password.ts'
import type { NotAuthenticated } from './session.ts'

/** What a person chose at sign-up. */
export type Profile = {
  readonly nickname: Nickname
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
}

/** How an account was created. */
export type Origin = 'email' | 'google' | 'facebook'

type Account = Profile & {
  readonly id: UserId
  readonly email: EmailAddress
  readonly origin: Origin
  readonly createdAt: Instant
}

/** A user who signed up and has not opened the link yet, and can do nothing else. */
export type PendingUser = Account & {
  readonly state: 'pending'
  /** The hash of the password chosen, or the code shown, at sign-up; the page behind the link asks for it. */
  readonly passwordHash: PasswordHash
  /** The provider identity of a sign-up without a verified address; it is linked once the typed address is verified. */
  readonly subject: Subject | null
}

/** The paths of a user's pictures. */
export type Pictures = { readonly picture: MediaPath | null; readonly background: MediaPath | null }

type VerifiedAccount = Account &
  Pictures & {
    /** `null`: the account has no password and is opened through a provider. */
    readonly passwordHash: PasswordHash | null
    readonly activatedAt: Instant
    readonly lastLoginAt: Instant | null
    readonly isStaff: boolean
  }

/** A user whose address is verified. Address and nickname are unique among verified users. */
export type ActiveUser = VerifiedAccount & { readonly state: 'active' }

/** A user suspended by staff, who keeps address, nickname and posts but cannot log in. */
export type SuspendedUser = VerifiedAccount & { readonly state: 'suspended'; readonly suspendedAt: Instant }

/** A user whose address is verified. */
export type VerifiedUser = ActiveUser | SuspendedUser

/** Any user. */
export type User = PendingUser | VerifiedUser

/** A sign-up before it is stored and gets its id. */
export type NewUser = Omit<PendingUser, 'id'> | Omit<ActiveUser, 'id'>

/** An active user has the address. */
export type EmailTaken = { readonly type: 'EmailTaken'; readonly email: EmailAddress }
/** An active user has the nickname, or one that looks the same. */
export type NicknameTaken = { readonly type: 'NicknameTaken'; readonly nickname: Nickname }
/** The account is suspended. */
export type AccountSuspended = { readonly type: 'AccountSuspended' }

/** Whether the user's address is verified. A suspended user's is. */
export const isVerified = (user: User): user is VerifiedUser => user.state !== 'pending'

/** Rule: an author is still active when the work is saved. Much may happen during an upload of minutes. */
export const onlyAnActiveUserMayCreate = (author: User | undefined): Result<ActiveUser, NotAuthenticated> =>
  author?.state === 'active' ? ok(author) : err({ type: 'NotAuthenticated' })

/** The initial state of a newly verified user. */
export const newlyVerified = (now: Instant) =>
  ({ state: 'active', activatedAt: now, lastLoginAt: null, isStaff: false, picture: null, background: null }) as const

/**
 * Activates a pending user, perhaps with another nickname. The code of a sign-up through a provider is not a password,
 * so such an account has none.
 */
export const activate = (user: PendingUser, now: Instant, nickname: Nickname = user.nickname): ActiveUser => {
  const { subject, passwordHash, ...account } = user
  return { ...account, ...newlyVerified(now), nickname, passwordHash: subject === null ? passwordHash : null }
}

/** The user, logged in at this moment. */
export const withLastLogin = (user: ActiveUser, now: Instant): ActiveUser => ({ ...user, lastLoginAt: now })

/** The user, suspended. */
export const suspend = (user: ActiveUser, now: Instant): SuspendedUser => ({
  ...user,
  state: 'suspended',
  suspendedAt: now,
})

/** The user, readmitted. */
export const readmit = ({ suspendedAt: _suspendedAt, ...user }: SuspendedUser): ActiveUser => ({
  ...user,
  state: 'active',
})

/** Whether two nicknames are spelled alike or look alike. */
export const sameNickname = (one: Nickname, other: Nickname): boolean =>
  nicknameKey(one) === nicknameKey(other) || nicknameSkeleton(one) === nicknameSkeleton(other)
