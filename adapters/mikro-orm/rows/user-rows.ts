import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { ActivationKey, Purpose } from '#domain/account/activation-key.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Provider, Subject } from '#domain/account/identity.ts'
import { type Nickname, nicknameKey, nicknameSkeleton } from '#domain/account/nickname.ts'
import type { PasswordHash } from '#domain/account/password.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { NewSession, Session } from '#domain/account/session.ts'
import type { NewUser, Origin, Pictures, Profile, User } from '#domain/account/user.ts'
import type { ChangeId, SessionId, UserId } from '#domain/shared/id.ts'
import { type Instant, instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'

/**
 * A user with `activatedAt` is verified, one without it is pending; a verified user with `suspendedAt` is suspended.
 * The counters `total_liked`, `num_followers` and `num_followings` are not mapped, because triggers maintain them.
 */
export const UserRow = defineEntity({
  name: 'UserRow',
  tableName: 'users',
  properties: {
    id: p.integer().primary(),
    email: p.text(),
    nickname: p.text(),
    nicknameKey: p.text(),
    nicknameSkeleton: p.text(),
    instruments: p.array(),
    genres: p.array(),
    origin: p.text(),
    passwordHash: p.text().nullable(),
    subjectProvider: p.text().nullable(),
    subject: p.text().nullable(),
    isStaff: p.boolean(),
    createdAt: p.datetime(),
    activatedAt: p.datetime().nullable(),
    suspendedAt: p.datetime().nullable(),
    lastLoginAt: p.datetime().nullable(),
    profileImgPath: p.text().nullable(),
    profileBgPath: p.text().nullable(),
  },
})
export type UserRow = InferEntity<typeof UserRow>

export const ActivationKeyRow = defineEntity({
  name: 'ActivationKeyRow',
  tableName: 'activation_keys',
  properties: {
    digest: p.text().primary(),
    purpose: p.text(),
    userId: p.integer(),
    changeId: p.integer().nullable(),
    issuedAt: p.datetime(),
    expiresAt: p.datetime(),
  },
})
export type ActivationKeyRow = InferEntity<typeof ActivationKeyRow>

export const SessionRow = defineEntity({
  name: 'SessionRow',
  tableName: 'sessions',
  properties: {
    id: p.integer().primary(),
    digest: p.text(),
    userId: p.integer(),
    device: p.text(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime(),
    expiresAt: p.datetime(),
  },
})
export type SessionRow = InferEntity<typeof SessionRow>

const dateOf = (moment: Instant | null): Date | null => (moment === null ? null : new Date(moment))

export const profileColumns = (
  profile: Profile,
): Pick<UserRow, 'nickname' | 'nicknameKey' | 'nicknameSkeleton' | 'instruments' | 'genres'> => ({
  nickname: profile.nickname,
  nicknameKey: nicknameKey(profile.nickname),
  nicknameSkeleton: nicknameSkeleton(profile.nickname),
  instruments: [...profile.instruments],
  genres: [...profile.genres],
})

const NO_PICTURES: Pictures = { picture: null, background: null }

export const pictureColumns = ({
  picture,
  background,
}: Pictures): Pick<UserRow, 'profileImgPath' | 'profileBgPath'> => ({
  profileImgPath: picture,
  profileBgPath: background,
})

/** The only part of a verified user's state that changes. */
export const stateColumns = (user: User | NewUser): Pick<UserRow, 'suspendedAt'> => ({
  suspendedAt: user.state === 'suspended' ? new Date(user.suspendedAt) : null,
})

export const userColumns = (user: User | NewUser): Omit<UserRow, 'id'> => {
  const subject = user.state === 'pending' ? user.subject : null
  const verified = user.state === 'pending' ? { activatedAt: null, lastLoginAt: null, isStaff: false } : user
  return {
    ...profileColumns(user),
    ...stateColumns(user),
    ...pictureColumns(user.state === 'pending' ? NO_PICTURES : user),
    email: user.email,
    origin: user.origin,
    passwordHash: user.passwordHash,
    subjectProvider: subject?.provider ?? null,
    subject: subject?.subject ?? null,
    isStaff: verified.isStaff,
    createdAt: new Date(user.createdAt),
    activatedAt: dateOf(verified.activatedAt),
    lastLoginAt: dateOf(verified.lastLoginAt),
  }
}

const instantOf = (date: Date | null | undefined): Instant | null =>
  date === null || date === undefined ? null : instant(date.getTime())

const subjectOf = ({ subjectProvider: provider, subject }: UserRow): Subject | null =>
  provider === null || provider === undefined || subject === null || subject === undefined
    ? null
    : { provider: provider as Provider, subject }

export const userOf = (row: UserRow): User => {
  const account = {
    id: row.id as UserId,
    email: row.email as EmailAddress,
    nickname: row.nickname as Nickname,
    instruments: row.instruments as Instrument[],
    genres: row.genres as Genre[],
    origin: row.origin as Origin,
    createdAt: instant(row.createdAt.getTime()),
  }
  const passwordHash = (row.passwordHash ?? null) as PasswordHash | null
  const activatedAt = instantOf(row.activatedAt)
  // A table constraint guarantees a password for every pending user.
  if (activatedAt === null)
    return { ...account, state: 'pending', passwordHash: passwordHash!, subject: subjectOf(row) }
  const lastLoginAt = instantOf(row.lastLoginAt)
  const picture = (row.profileImgPath ?? null) as MediaPath | null
  const background = (row.profileBgPath ?? null) as MediaPath | null
  const { isStaff } = row
  const verified = { ...account, passwordHash, activatedAt, lastLoginAt, isStaff, picture, background }
  const suspendedAt = instantOf(row.suspendedAt)
  return suspendedAt === null ? { ...verified, state: 'active' } : { ...verified, state: 'suspended', suspendedAt }
}

/** The table calls the purposes of a “this was not me” link `disown-…`. */
const storedPurpose = (purpose: Purpose): string => purpose.replace(/^report-/, 'disown-')
const purposeOf = (stored: string): Purpose => stored.replace(/^disown-/, 'report-') as Purpose

export const activationKeyColumns = (key: ActivationKey): ActivationKeyRow => ({
  digest: key.digest,
  purpose: storedPurpose(key.purpose),
  userId: key.userId,
  changeId: key.changeId,
  issuedAt: new Date(key.issuedAt),
  expiresAt: new Date(key.expiresAt),
})

export const activationKeyOf = (row: ActivationKeyRow): ActivationKey => ({
  digest: row.digest as SecretDigest,
  purpose: purposeOf(row.purpose),
  userId: row.userId as UserId,
  changeId: (row.changeId ?? null) as ChangeId | null,
  issuedAt: instant(row.issuedAt.getTime()),
  expiresAt: instant(row.expiresAt.getTime()),
})

export const sessionColumns = (session: NewSession): Omit<SessionRow, 'id'> => ({
  digest: session.digest,
  userId: session.userId,
  device: session.device,
  createdAt: new Date(session.createdAt),
  lastUsedAt: new Date(session.lastUsedAt),
  expiresAt: new Date(session.expiresAt),
})

export const sessionOf = (row: SessionRow): Session => ({
  id: row.id as SessionId,
  digest: row.digest as SecretDigest,
  userId: row.userId as UserId,
  device: row.device,
  createdAt: instant(row.createdAt.getTime()),
  lastUsedAt: instant(row.lastUsedAt.getTime()),
  expiresAt: instant(row.expiresAt.getTime()),
})
