import type { ResultAsync } from 'neverthrow'
import type { ActivationKey } from '#domain/account/activation-key.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Identity, IdentityTaken, VerifiedIdentity, Subject } from '#domain/account/identity.ts'
import type { QueuedMail, MailKind, NewQueuedMail } from '#domain/account/mail.ts'
import type { Limit, Quota, TooManyAttempts } from '#domain/account/rate-limits.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { Password, PasswordHash } from '#domain/account/password.ts'
import type { NewPendingChange, PendingChange } from '#domain/account/pending-change.ts'
import type { Secret, SecretDigest } from '#domain/account/secret.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import type { NewSession, Session } from '#domain/account/session.ts'
import type {
  ActiveUser,
  EmailTaken,
  NewUser,
  NicknameTaken,
  Profile,
  VerifiedUser,
  User,
} from '#domain/account/user.ts'
import type { ChangeId, MailId, SessionId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { Language } from '../shared/system.ts'

/** Users, pending, active and suspended. */
export interface UserRepository {
  /** Assigns the id. An active user is refused if a verified user already has the address or nickname. */
  add<New extends NewUser>(user: New): Outcome<New & { readonly id: UserId }, EmailTaken | NicknameTaken>
  /** `null` if there is no such user. Lock the address first before deciding anything on the result. */
  byId(id: UserId): Outcome<User | null>
  /** Every user of the address, in order of id; locked until the transaction ends. */
  ofAddress(email: EmailAddress): Outcome<readonly User[]>
  /** Those of these users that exist, in order of id; their counters are locked. Lock posts before users. */
  lock(ids: readonly UserId[]): Outcome<readonly User[]>
  /**
   * Locks everything that changes when the user is deleted: first the posts it wrote, answered, likes or has proposals for, then the user
   * itself and everybody it follows, who follows it, or whose posts it likes. None of these sets grows until the
   * transaction ends.
   */
  lockWithRelations(id: UserId): Outcome<void>
  /** Compared as {@link nicknameKey} does. */
  verifiedByNickname(nickname: Nickname): Outcome<VerifiedUser | null>
  /** Refused if another verified user has the address or nickname. */
  save(user: User): Outcome<void, EmailTaken | NicknameTaken>
  /** Replaces the state and what belongs to it. */
  setState(user: VerifiedUser): Outcome<void>
  /** Replaces the profile. Refused if another verified user has the nickname. */
  setProfile(id: UserId, profile: Profile): Outcome<void, NicknameTaken>
  /** Replaces the paths of the pictures; their files are handled elsewhere. */
  setPictures(id: UserId, pictures: Pick<ActiveUser, 'picture' | 'background'>): Outcome<void>
  /** Replaces the password hash; `null` removes it. */
  setPassword(id: UserId, passwordHash: PasswordHash | null): Outcome<void>
  /** Stores the time of the last login, and nothing else. */
  touch(user: ActiveUser): Outcome<void>
  /**
   * Removes the users with their keys, sessions, identities, pending changes, mails, likes and follows, and adjusts the
   * counters of others. Messages lose them as `withoutUser` says. Unknown ids are ignored.
   */
  remove(ids: readonly UserId[]): Outcome<void>
  /** Removes up to `limit` users that are stale at `now` (see `isStale`), with their keys. Returns how many. */
  removeStale(now: Instant, limit: number): Outcome<number>
}

/** Which provider identity opens which account. */
export interface IdentityRepository {
  /** `null` if the identity is linked to no account. */
  bySubject(subject: Subject): Outcome<Identity | null>
  /** Refused if the identity is linked to another account. Linking it twice to the same one is fine. */
  add(identity: Identity): Outcome<void, IdentityTaken>
}

/** Keys that were mailed and not used yet. */
export interface ActivationKeyRepository {
  /** The user's other keys stay. */
  add(key: ActivationKey): Outcome<void>
  /** Locked until the transaction ends. */
  byDigest(digest: SecretDigest): Outcome<ActivationKey | null>
  /** All keys of these users, expired ones included, in any order. */
  ofUsers(ids: readonly UserId[]): Outcome<readonly ActivationKey[]>
  /** Removes all keys of a user. A used key is one that no longer exists. */
  removeOfUser(id: UserId): Outcome<void>
}

/** New passwords that wait for the link in the mail, at most one per user. */
export interface PendingChangeRepository {
  /** Replaces the user's older one, whose keys are removed with it. */
  put(change: NewPendingChange): Outcome<PendingChange>
  /** `null` if it was confirmed, reported or replaced. */
  byId(id: ChangeId): Outcome<PendingChange | null>
  /** Removes its keys too. May be repeated. */
  removeOfUser(id: UserId): Outcome<void>
}

/** Mails that were queued. */
export interface QueuedMailRepository {
  /** Assigns the id. */
  add(queuedMail: NewQueuedMail): Outcome<QueuedMail>
  /** Locked until the transaction ends. */
  byId(id: MailId): Outcome<QueuedMail | null>
  /** Does nothing if the mail was removed meanwhile. */
  markSent(id: MailId, now: Instant): Outcome<void>
}

/** Open sessions. */
export interface SessionRepository {
  /** Assigns the id. */
  add(session: NewSession): Outcome<Session>
  /** `null` if there is none. May return an expired one. */
  byDigest(digest: SecretDigest): Outcome<Session | null>
  /** Newest first, expired ones included. */
  ofUser(id: UserId): Outcome<readonly Session[]>
  /** Does nothing if the session was removed meanwhile. */
  save(session: Session): Outcome<void>
  /** May be repeated. */
  remove(digest: SecretDigest): Outcome<void>
  /** Removes all sessions of a user except the one that is kept. */
  removeOfUser(id: UserId, kept: SessionId | null): Outcome<void>
}

/** What staff did. */
export interface AuditLog {
  /** Entries are never removed, not even with the user or post they name. */
  add(entry: AuditEntry): Outcome<void>
}

/** Read at every request that carries a token, so outside of any transaction. */
export interface SessionReader {
  /** `null` if there is none. May return an expired one. */
  byDigest(digest: SecretDigest): Outcome<Session | null>
}

/** argon2id or something as slow. */
export interface PasswordHasher {
  /** With a new salt each time. */
  hash(password: Password): Outcome<PasswordHash>
  /** Takes equally long with and without a hash to compare with. Against `null` the answer is always false. */
  verify(password: Password, hash: PasswordHash | null): Outcome<boolean>
}

/** The 10,000 most common passwords. */
export interface CommonPasswords {
  /** The password is given in lower case. */
  includes(password: string): boolean
}

/** The provider does not confirm the token. `why` is for the log. */
export type ProviderRefused = {
  readonly type: 'ProviderRefused'
  readonly provider: Subject['provider']
  readonly why: string
}

/** Google as an OpenID provider. */
export interface GoogleTokens {
  /**
   * Checks signature, issuer, audience and times (OpenID Connect Core 1.0, 3.1.3.7). The address is set only if Google
   * says it is verified.
   */
  verify(idToken: string): Outcome<VerifiedIdentity, ProviderRefused>
}

/** Facebook as an OAuth provider. */
export interface FacebookTokens {
  /** Asks Facebook whether the token is valid, for this app and for this user. */
  verify(accessToken: string, userId: string): Outcome<VerifiedIdentity, ProviderRefused>
}

/** Counts attempts per key within a time window. */
export interface RateLimiter {
  /** Refused where `key` has used up its limit, and then uses nothing; otherwise one more is used. Tells what is left. */
  consume(key: string, limit: Limit): Outcome<Quota, TooManyAttempts>
  /** Takes back one attempt that {@link consume} counted. Does nothing once its window is over. */
  giveBack(key: string, limit: Limit): Outcome<void>
  /** Refused like {@link consume}, and uses nothing. Tells what is left. */
  check(key: string, limit: Limit): Outcome<Quota, TooManyAttempts>
}

/** What a mail is about. The adapter that sends it has the words. */
export type Mail = {
  readonly kind: MailKind
  /** The same for every attempt to send this mail. */
  readonly mailId: MailId
  readonly to: EmailAddress
  readonly nickname: Nickname
  readonly language: Language
  /** The secret in the link, if the mail has one. */
  readonly secret: Secret | null
  /** The secret in the "this was not me" link. */
  readonly reportNotMe: Secret
}

/** Sends mails. */
export interface Mailer {
  /** Resolves once the next mail server has accepted the mail. */
  send(mail: Mail): ResultAsync<void, Unavailable>
}
