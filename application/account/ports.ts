import type { ResultAsync } from 'neverthrow'
import type { ActivationKey } from '#domain/account/activation-key.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { Password, PasswordHash } from '#domain/account/password.ts'
import type { Secret, SecretDigest } from '#domain/account/secret.ts'
import type { NewSession, Session } from '#domain/account/session.ts'
import type { ActiveUser, EmailTaken, NewUser, NicknameTaken, PendingUser, User } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { Language } from '../shared/world.ts'

/** Users, pending and active. */
export interface UserRepository {
  /** Gives the sign-up its id. */
  add(user: NewUser): Outcome<PendingUser>
  /** `null` where there is no such user. */
  byId(id: UserId): Outcome<User | null>
  /** Every user of the address, active or pending, in order of id; locked until the transaction ends. */
  ofAddress(email: EmailAddress): Outcome<readonly User[]>
  /** Compared as {@link nicknameKey} does. */
  activeByNickname(nickname: Nickname): Outcome<ActiveUser | null>
  /** Refused where an active user of the same address or nickname came first. */
  save(user: User): Outcome<void, EmailTaken | NicknameTaken>
  /** Their keys and sessions go with them; ids that are not there are passed over. */
  remove(ids: readonly UserId[]): Outcome<void>
  /** Removes up to `limit` users that are stale at `now` (see `isStale`) with their keys; tells how many. */
  removeStale(now: Instant, limit: number): Outcome<number>
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

/** Open sessions. */
export interface SessionRepository {
  /** Gives the session its id. */
  add(session: NewSession): Outcome<Session>
  /** `null` where none is open under it; one that is over may still be given. */
  byDigest(digest: SecretDigest): Outcome<Session | null>
  /** A session that was removed meanwhile stays removed. */
  save(session: Session): Outcome<void>
  /** May be repeated. */
  remove(digest: SecretDigest): Outcome<void>
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

/** A letter, without its words: those belong to the adapter that sends it. */
export type Mail =
  | {
      readonly kind: 'activation'
      readonly to: EmailAddress
      readonly nickname: Nickname
      readonly secret: Secret
      readonly language: Language
    }
  | { readonly kind: 'someone-tried'; readonly to: EmailAddress; readonly language: Language }

/** Sends letters. */
export interface Mailer {
  /** Ends when the next server has taken the mail over. */
  send(mail: Mail): ResultAsync<void, Unavailable>
}
