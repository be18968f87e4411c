import type { ResultAsync } from 'neverthrow'
import type { ActivationKey } from '#domain/account/activation-key.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Identity, IdentityTaken, VerifiedIdentity, Subject } from '#domain/account/identity.ts'
import type { QueuedMail, MailKind, NewQueuedMail } from '#domain/account/mail.ts'
import type { Limit, TooManyAttempts } from '#domain/account/limits.ts'
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
  /** Gives the user its id. Refused, for an active one, where a proved user of the address or nickname came first. */
  add<New extends NewUser>(user: New): Outcome<New & { readonly id: UserId }, EmailTaken | NicknameTaken>
  /** `null` where there is no such user. Whoever decides on it locks its address first. */
  byId(id: UserId): Outcome<User | null>
  /** Every user of the address, in order of id; locked until the transaction ends. */
  ofAddress(email: EmailAddress): Outcome<readonly User[]>
  /** Those of these users that are there, in order of id, their numbers locked; posts are locked before users. */
  lock(ids: readonly UserId[]): Outcome<readonly User[]>
  /**
   * Locks all that changes when the user goes: the posts it wrote, answered or likes, and then itself and everybody it
   * follows, who follows it, or whose posts it likes. Nothing is added to these until the transaction ends.
   */
  lockWithRelations(id: UserId): Outcome<void>
  /** Compared as {@link nicknameKey} does. */
  verifiedByNickname(nickname: Nickname): Outcome<VerifiedUser | null>
  /** Refused where a proved user of the same address or nickname came first. */
  save(user: User): Outcome<void, EmailTaken | NicknameTaken>
  /** Puts state and what belongs to it in place of the user's own. */
  setState(user: VerifiedUser): Outcome<void>
  /** Puts the profile in place of the user's own. Refused where a proved user of the nickname came first. */
  setProfile(id: UserId, profile: Profile): Outcome<void, NicknameTaken>
  /** Puts the pictures in place of the user's own; their files are not its business. */
  setPictures(id: UserId, pictures: Pick<ActiveUser, 'picture' | 'background'>): Outcome<void>
  /** Puts the password in place of the user's own; `null` takes it away. */
  setPassword(id: UserId, passwordHash: PasswordHash | null): Outcome<void>
  /** Writes down when the user was last seen, and nothing else. */
  touch(user: ActiveUser): Outcome<void>
  /**
   * Their keys, sessions, identities, changes, letters, likes and follows go with them, and what others have of these is
   * counted down; messages lose them as `withoutUser` has it. Ids that are not there are passed over.
   */
  remove(ids: readonly UserId[]): Outcome<void>
  /** Removes up to `limit` users that are stale at `now` (see `isStale`) with their keys; tells how many. */
  removeStale(now: Instant, limit: number): Outcome<number>
}

/** Accounts that open to a provider's word. */
export interface IdentityRepository {
  /** `null` where no account opens to this person. */
  bySubject(subject: Subject): Outcome<Identity | null>
  /** Refused where another account opens to this person; one that this account has already stays. */
  add(identity: Identity): Outcome<void, IdentityTaken>
}

/** Keys that were mailed and not yet used. */
export interface ActivationKeyRepository {
  /** Beside those the user has already. */
  add(key: ActivationKey): Outcome<void>
  /** Locked until the transaction ends. */
  byDigest(digest: SecretDigest): Outcome<ActivationKey | null>
  /** All keys of these users, dead ones too, in no order. */
  ofUsers(ids: readonly UserId[]): Outcome<readonly ActivationKey[]>
  /** All keys of a user; a used key is one that is not there. */
  removeOfUser(id: UserId): Outcome<void>
}

/** Passwords that wait for the link in the mail, at most one a user. */
export interface PendingChangeRepository {
  /** In place of the user's older one, whose keys go with it. */
  put(change: NewPendingChange): Outcome<PendingChange>
  /** `null` where it was confirmed, disowned or replaced. */
  byId(id: ChangeId): Outcome<PendingChange | null>
  /** May be repeated; its keys go with it. */
  removeOfUser(id: UserId): Outcome<void>
}

/** Mails that were asked for. */
export interface QueuedMailRepository {
  /** Gives the letter its id. */
  add(queuedMail: NewQueuedMail): Outcome<QueuedMail>
  /** Locked until the transaction ends. */
  byId(id: MailId): Outcome<QueuedMail | null>
  /** A letter that was removed meanwhile stays removed. */
  markSent(id: MailId, now: Instant): Outcome<void>
}

/** Open sessions. */
export interface SessionRepository {
  /** Gives the session its id. */
  add(session: NewSession): Outcome<Session>
  /** `null` where none is open under it; one that is over may still be given. */
  byDigest(digest: SecretDigest): Outcome<Session | null>
  /** Newest first; those that are over too. */
  ofUser(id: UserId): Outcome<readonly Session[]>
  /** A session that was removed meanwhile stays removed. */
  save(session: Session): Outcome<void>
  /** May be repeated. */
  remove(digest: SecretDigest): Outcome<void>
  /** All of a user's, but for the one that is kept. */
  removeOfUser(id: UserId, kept: SessionId | null): Outcome<void>
}

/** What staff did. */
export interface AuditLog {
  /** For good: it outlives whoever and whatever it names. */
  add(entry: AuditEntry): Outcome<void>
}

/** Asked on every request that carries a token, so outside of any transaction. */
export interface SessionReader {
  /** `null` where none is open under it; one that is over may still be given. */
  byDigest(digest: SecretDigest): Outcome<Session | null>
}

/** argon2id or as slow. */
export interface PasswordHasher {
  /** Salted anew each time. */
  hash(password: Password): Outcome<PasswordHash>
  /** The same work is done whether or not there is a hash to compare with; against `null` it is never true. */
  verify(password: Password, hash: PasswordHash | null): Outcome<boolean>
}

/** The 10,000 passwords that are guessed first. */
export interface CommonPasswords {
  /** Asked in lower case. */
  includes(password: string): boolean
}

/** The provider does not vouch for this person, this app, or at all. Why is for the log. */
export type ProviderRefused = {
  readonly type: 'ProviderRefused'
  readonly provider: Subject['provider']
  readonly why: string
}

/** Google as an OpenID provider. */
export interface GoogleTokens {
  /** Signature, issuer, audience and times are checked against the host's settings; the address counts if verified. */
  verify(idToken: string): Outcome<VerifiedIdentity, ProviderRefused>
}

/** Facebook as an OAuth provider. */
export interface FacebookTokens {
  /** Asks Facebook whether the token is this person's, for our app, and alive. */
  verify(accessToken: string, userId: string): Outcome<VerifiedIdentity, ProviderRefused>
}

/** Counts who asks how often. */
export interface RateLimiter {
  /** Refused where `key` has used up its limit; otherwise one more is used. */
  consume(key: string, limit: Limit): Outcome<void, TooManyAttempts>
  /** Refused like {@link consume}, and uses nothing. */
  check(key: string, limit: Limit): Outcome<void, TooManyAttempts>
}

/** A letter, without its words: those belong to the adapter that sends it. */
export type Mail = {
  readonly kind: MailKind
  /** The same for every attempt to send one letter. */
  readonly mailId: MailId
  readonly to: EmailAddress
  readonly nickname: Nickname
  readonly language: Language
  /** Behind the link, where the letter has one. */
  readonly secret: Secret | null
  /** Behind "this was not me". */
  readonly reportNotMe: Secret
}

/** Sends letters. */
export interface Mailer {
  /** Ends when the next server has taken the mail over. */
  send(mail: Mail): ResultAsync<void, Unavailable>
}
