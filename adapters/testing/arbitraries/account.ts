import * as fc from 'fast-check'
import { type ActivationKey, KEY_LIFETIMES, type Purpose } from '#domain/account/activation-key.ts'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import type { Identity, Subject } from '#domain/account/identity.ts'
import { type MailKind, MAILS, type QueuedMail } from '#domain/account/mail.ts'
import { MAX_NICKNAME_LENGTH, type Nickname, parseNickname } from '#domain/account/nickname.ts'
import {
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  parseSubmittedPassword,
  type Password,
  type PasswordHash,
} from '#domain/account/password.ts'
import type { PendingChange } from '#domain/account/pending-change.ts'
import { SECRET_BYTES, type Secret, type SecretDigest, secretOf } from '#domain/account/secret.ts'
import { MAX_DEVICE_LENGTH, type Session } from '#domain/account/session.ts'
import type { ActiveUser, PendingUser, SuspendedUser } from '#domain/account/user.ts'
import type { ChangeId, UserId } from '#domain/shared/id.ts'
import { type MediaPath, profilePath } from '#domain/track/track.ts'
import { anyGenres, anyInstruments } from './music.ts'
import { hangul, hex, ids, instants, line, parsed, record } from './basics.ts'

export const emails: fc.Arbitrary<EmailAddress> = parsed(fc.emailAddress(), parseEmailAddress)
export const nicknames: fc.Arbitrary<Nickname> = parsed(line(MAX_NICKNAME_LENGTH), parseNickname)

/** Passwords of allowed length, some of them common. */
export const passwords: fc.Arbitrary<Password> = parsed(
  fc.oneof(
    fc.string({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH }),
    fc.string({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH, unit: hangul }),
    fc.constantFrom('password', '비밀번호비밀번호', ' leading and trailing '),
  ),
  parseSubmittedPassword,
)

export const secrets: fc.Arbitrary<Secret> = fc
  .uint8Array({ minLength: SECRET_BYTES, maxLength: SECRET_BYTES })
  .map((bytes) => secretOf(bytes))

/** Digests of unknown secrets. */
export const secretDigests: fc.Arbitrary<SecretDigest> = hex(64).map((digest) => digest as SecretDigest)

/** Hashes that match no password. */
export const passwordHashes: fc.Arbitrary<PasswordHash> = hex(16).map((drawn) => `$fixture$${drawn}` as PasswordHash)

/** User ids of Google (at most 255 ASCII characters) and Facebook (digits). */
export const subjects: fc.Arbitrary<Subject> = record({
  provider: fc.constantFrom('google' as const, 'facebook' as const),
  subject: fc.oneof(fc.string({ minLength: 1, maxLength: 255 }), fc.bigInt({ min: 1n, max: 10n ** 17n }).map(String)),
})

export const identities: fc.Arbitrary<Identity> = fc
  .tuple(subjects, ids<'UserId'>())
  .map(([subject, userId]) => ({ ...subject, userId }))

const profile = {
  email: emails,
  nickname: nicknames,
  instruments: anyInstruments,
  genres: anyGenres,
  origin: fc.constantFrom('email' as const, 'google' as const, 'facebook' as const),
  createdAt: instants,
}

/** Pictures of a user. */
export const picturePaths = (user: UserId): fc.Arbitrary<MediaPath> =>
  hex(8).map((drawn) => profilePath(user, `profile_img_${drawn}_400.webp`))

const pending = {
  ...profile,
  state: fc.constant('pending' as const),
  passwordHash: passwordHashes,
  subject: fc.option(subjects),
}

const verified = {
  ...profile,
  passwordHash: fc.option(passwordHashes),
  activatedAt: instants,
  lastLoginAt: fc.option(instants),
  isStaff: fc.boolean(),
  picture: fc.option(picturePaths(1 as UserId)),
  background: fc.option(picturePaths(1 as UserId)),
}

const active = { ...verified, state: fc.constant('active' as const) }

/** Sign-ups without ids. */
export const newUsers: fc.Arbitrary<Omit<PendingUser, 'id'>> = record(pending)
export const newActiveUsers: fc.Arbitrary<Omit<ActiveUser, 'id'>> = record(active)

export const pendingUsers: fc.Arbitrary<PendingUser> = record({ ...pending, id: ids<'UserId'>() })
export const activeUsers: fc.Arbitrary<ActiveUser> = record({ ...active, id: ids<'UserId'>() })
export const suspendedUsers: fc.Arbitrary<SuspendedUser> = record({
  ...verified,
  id: ids<'UserId'>(),
  state: fc.constant('suspended' as const),
  suspendedAt: instants,
})

const changes: fc.Arbitrary<ChangeId | null> = fc.option(ids<'ChangeId'>())

export const activationKeys: fc.Arbitrary<ActivationKey> = record({
  digest: secretDigests,
  purpose: fc.constantFrom(...(Object.keys(KEY_LIFETIMES) as Purpose[])),
  userId: ids<'UserId'>(),
  changeId: changes,
  issuedAt: instants,
  expiresAt: instants,
})

export const sessions: fc.Arbitrary<Session> = record({
  id: ids<'SessionId'>(),
  digest: secretDigests,
  userId: ids<'UserId'>(),
  device: line(MAX_DEVICE_LENGTH),
  createdAt: instants,
  lastUsedAt: instants,
  expiresAt: instants,
})

export const pendingChanges: fc.Arbitrary<PendingChange> = record({
  id: ids<'ChangeId'>(),
  userId: ids<'UserId'>(),
  kind: fc.constantFrom('add' as const, 'change' as const),
  passwordHash: passwordHashes,
  askedFrom: fc.option(ids<'SessionId'>()),
  askedAt: instants,
})

export const queuedMails: fc.Arbitrary<QueuedMail> = record({
  id: ids<'MailId'>(),
  kind: fc.constantFrom(...(Object.keys(MAILS) as MailKind[])),
  userId: ids<'UserId'>(),
  changeId: changes,
  language: fc.constantFrom('en' as const, 'ko' as const),
  askedAt: instants,
  sentAt: fc.option(instants),
})
