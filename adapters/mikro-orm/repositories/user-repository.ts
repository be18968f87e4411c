import { LockMode } from '@mikro-orm/postgresql'
import { sql, type Transaction } from 'kysely'
import type { UserRepository } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { type Nickname, nicknameKey, nicknameSkeleton } from '#domain/account/nickname.ts'
import { staleCutoff } from '#domain/account/stale-users.ts'
import type { PasswordHash } from '#domain/account/password.ts'
import type {
  ActiveUser,
  EmailTaken,
  NewUser,
  NicknameTaken,
  Pictures,
  Profile,
  VerifiedUser,
  User,
} from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { VERIFIED_EMAIL_INDEX, VERIFIED_NICKNAME_INDEX, VERIFIED_SKELETON_INDEX } from '../indexes.ts'
import { lockWithRelations } from './lock-with-relations.ts'
import type { Unit } from '../transactions/unit.ts'
import { pictureColumns, profileColumns, stateColumns, userColumns, userOf, UserRow } from '../rows/user-rows.ts'

const UNCACHED = { disableIdentityMap: true } as const

const takenBy =
  (user: Pick<User, 'email' | 'nickname'>) =>
  (index: string): EmailTaken | NicknameTaken | null =>
    index === VERIFIED_EMAIL_INDEX ? { type: 'EmailTaken', email: user.email } : nicknameTakenBy(user)(index)

const nicknameTakenBy =
  ({ nickname }: Pick<Profile, 'nickname'>) =>
  (index: string): NicknameTaken | null =>
    index === VERIFIED_NICKNAME_INDEX || index === VERIFIED_SKELETON_INDEX ? { type: 'NicknameTaken', nickname } : null

/** Users in the table `users`. */
export class MikroOrmUserRepository implements UserRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add<New extends NewUser>(user: New): Outcome<New & { readonly id: UserId }, EmailTaken | NicknameTaken> {
    return this.#unit
      .askForUnique((em) => em.insert(UserRow, userColumns(user)), takenBy(user))
      .map((id) => ({ ...user, id: id as UserId }))
  }

  byId(id: UserId): Outcome<User | null> {
    return this.#unit
      .ask((em) => em.findOne(UserRow, { id }, UNCACHED))
      .map((row) => (row === null ? null : userOf(row)))
  }

  ofAddress(email: EmailAddress): Outcome<readonly User[]> {
    const options = { ...UNCACHED, orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE } as const
    return this.#unit.ask((em) => em.find(UserRow, { email }, options)).map((rows) => rows.map(userOf))
  }

  lock(ids: readonly UserId[]): Outcome<readonly User[]> {
    return this.#unit.ask(async (em) => {
      const list = [...ids]
      // Not `for update`, which would block inserts that refer to these users.
      await sql`select id from users where id = any(${list}::int[]) order by id for no key update`.execute(
        em.getKysely<unknown>(),
      )
      const rows = await em.find(UserRow, { id: { $in: list } }, { ...UNCACHED, orderBy: { id: 'asc' } })
      return rows.map(userOf)
    })
  }

  lockWithRelations(id: UserId): Outcome<void> {
    return this.#unit.ask((em) => lockWithRelations(em.getKysely<unknown>() as Transaction<unknown>, id))
  }

  verifiedByNickname(nickname: Nickname): Outcome<VerifiedUser | null> {
    const alike = [{ nicknameKey: nicknameKey(nickname) }, { nicknameSkeleton: nicknameSkeleton(nickname) }]
    return this.#unit
      .ask((em) => em.findOne(UserRow, { $or: alike, activatedAt: { $ne: null } }, UNCACHED))
      .map((row) => (row === null ? null : (userOf(row) as VerifiedUser)))
  }

  save(user: User): Outcome<void, EmailTaken | NicknameTaken> {
    return this.#unit
      .askForUnique((em) => em.nativeUpdate(UserRow, { id: user.id }, userColumns(user)), takenBy(user))
      .map(() => undefined)
  }

  setState(user: VerifiedUser): Outcome<void> {
    return this.#set(user.id, stateColumns(user))
  }

  setProfile(id: UserId, profile: Profile): Outcome<void, NicknameTaken> {
    return this.#unit
      .askForUnique((em) => em.nativeUpdate(UserRow, { id }, profileColumns(profile)), nicknameTakenBy(profile))
      .map(() => undefined)
  }

  setPictures(id: UserId, pictures: Pictures): Outcome<void> {
    return this.#set(id, pictureColumns(pictures))
  }

  setPassword(id: UserId, passwordHash: PasswordHash | null): Outcome<void> {
    return this.#set(id, { passwordHash })
  }

  touch(user: ActiveUser): Outcome<void> {
    return this.#set(user.id, { lastLoginAt: user.lastLoginAt === null ? null : new Date(user.lastLoginAt) })
  }

  remove(ids: readonly UserId[]): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(UserRow, { id: { $in: [...ids] } })).map(() => undefined)
  }

  /**
   * Locks the candidates, skipping those that are locked already, then deletes them with a statement that checks for
   * valid keys again. Issuing a key locks its user, so no key can be added in between.
   */
  removeStale(now: Instant, limit: number): Outcome<number> {
    const at = new Date(now).toISOString()
    const withoutValidKey = sql`not exists (select from activation_keys k where k.user_id = users.id and k.expires_at > ${at})`
    return this.#unit.ask(async (em) => {
      const transaction = em.getKysely<unknown>()
      const locked = await sql<{ id: number }>`
        select id from users
        where activated_at is null and created_at <= ${new Date(staleCutoff(now)).toISOString()} and ${withoutValidKey}
        order by created_at limit ${limit} for update skip locked`.execute(transaction)
      if (locked.rows.length === 0) return 0
      const ids = locked.rows.map(({ id }) => id)
      const removed = await sql`delete from users where id = any(${ids}::int[]) and ${withoutValidKey}`.execute(
        transaction,
      )
      return Number(removed.numAffectedRows)
    })
  }

  /** Updates a verified user; pending users have none of these columns. */
  #set(id: UserId, columns: Partial<UserRow>): Outcome<void> {
    return this.#unit
      .ask((em) => em.nativeUpdate(UserRow, { id, activatedAt: { $ne: null } }, columns))
      .map(() => undefined)
  }
}
