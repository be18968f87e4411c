import { err, ok, type Result } from 'neverthrow'
import type { CredentialReader, Credentials } from '#application/account/credentials.ts'
import type { UserRepository } from '#application/account/ports.ts'
import { isStale } from '#domain/account/stale-users.ts'
import {
  type EmailTaken,
  isVerified,
  type NicknameTaken,
  type VerifiedUser,
  readmit,
  sameNickname,
  suspend,
  type User,
} from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { releaseMessagesOf } from './memory-message-repository.ts'
import { removeProposalsOf } from './memory-mix-proposal-repository.ts'
import { removeChangeOf } from './memory-pending-change-repository.ts'
import { removePost } from './memory-post-repository.ts'
import type { MemoryStore, MemoryUnit } from '../store/memory-store.ts'
import type { Draft, Tables } from '../store/memory-tables.ts'

const verifiedUsers = (tables: Tables): readonly VerifiedUser[] => [...tables.users.values()].filter(isVerified)

const nicknameIsItsOwn = (tables: Tables, { id, nickname }: User): Result<void, NicknameTaken> =>
  verifiedUsers(tables).some((other) => other.id !== id && sameNickname(other.nickname, nickname))
    ? err({ type: 'NicknameTaken', nickname })
    : ok()

const addressAndNicknameAreItsOwn = (tables: Tables, user: User): Result<void, EmailTaken | NicknameTaken> => {
  if (!isVerified(user)) return ok()
  const { id, email } = user
  if (verifiedUsers(tables).some((other) => other.id !== id && other.email === email))
    return err({ type: 'EmailTaken', email })
  return nicknameIsItsOwn(tables, user)
}

const inStateOf = (given: VerifiedUser, stored: VerifiedUser): VerifiedUser => {
  const active = stored.state === 'suspended' ? readmit(stored) : stored
  return given.state === 'suspended' ? suspend(active, given.suspendedAt) : active
}

const removeUser = (draft: Draft, id: UserId): void => {
  const { activationKeys, identities, queuedMails, sessions, likes, comments, posts, follows, idempotentRequests } =
    draft.now()
  removeChangeOf(draft, id)
  for (const key of activationKeys.values()) if (key.userId === id) draft.take('activationKeys', key.digest)
  for (const [key, { userId }] of identities) if (userId === id) draft.take('identities', key)
  for (const queuedMail of queuedMails.values()) if (queuedMail.userId === id) draft.take('queuedMails', queuedMail.id)
  for (const session of sessions.values()) if (session.userId === id) draft.take('sessions', session.digest)
  for (const [key, like] of likes) if (like.userId === id) draft.take('likes', key)
  for (const [key, { followerId, followedId }] of follows)
    if (followerId === id || followedId === id) draft.take('follows', key)
  for (const comment of comments.values()) if (comment.authorId === id) draft.take('comments', comment.id)
  for (const post of posts.values()) if (post.authorId === id) removePost(draft, post.id)
  for (const [key, { userId }] of idempotentRequests) if (userId === id) draft.take('idempotentRequests', key)
  removeProposalsOf(draft, id)
  releaseMessagesOf(draft, id)
  draft.take('users', id)
}

export const memoryUserRepository = (unit: MemoryUnit): UserRepository => {
  /** Changes a verified user, if it still exists. */
  const change = (id: UserId, changed: (user: VerifiedUser) => VerifiedUser) =>
    unit.step((draft) => {
      const user = draft.now().users.get(id)
      if (user !== undefined && isVerified(user)) draft.put('users', id, changed(user))
      return ok()
    })

  return {
    add: (user) =>
      unit.step((draft) => {
        const added = { ...user, id: unit.nextId('users') as UserId }
        return addressAndNicknameAreItsOwn(draft.now(), added).map(() => {
          draft.put('users', added.id, added)
          return added
        })
      }),
    byId: (id) => unit.step((draft) => ok(draft.now().users.get(id) ?? null)),
    ofAddress: (email) =>
      unit.step((draft) => ok([...draft.now().users.values()].filter((user) => user.email === email).toSorted(byId))),
    lock: (ids) => unit.step((draft) => ok(among(draft.now(), ids).toSorted(byId))),
    lockWithRelations: () => unit.step(() => ok()),
    verifiedByNickname: (nickname) =>
      unit.step((draft) =>
        ok(verifiedUsers(draft.now()).find((user) => sameNickname(user.nickname, nickname)) ?? null),
      ),
    save: (user) =>
      unit.step((draft) =>
        addressAndNicknameAreItsOwn(draft.now(), user).map(() => {
          if (draft.now().users.has(user.id)) draft.put('users', user.id, user)
        }),
      ),
    setState: (given) => change(given.id, (user) => inStateOf(given, user)),
    setProfile: (id, { nickname, instruments, genres }) =>
      unit.step((draft) => {
        const user = draft.now().users.get(id)
        if (user === undefined) return ok()
        const changed = { ...user, nickname, instruments, genres }
        const free = isVerified(changed) ? nicknameIsItsOwn(draft.now(), changed) : ok()
        return free.map(() => draft.put('users', id, changed))
      }),
    setPictures: (id, { picture, background }) => change(id, (user) => ({ ...user, picture, background })),
    setPassword: (id, passwordHash) => change(id, (user) => ({ ...user, passwordHash })),
    touch: ({ id, lastLoginAt }) => change(id, (user) => ({ ...user, lastLoginAt })),
    remove: (ids) => unit.step((draft) => ok(ids.forEach((id) => removeUser(draft, id)))),
    removeStale: (now, limit) =>
      unit.step((draft) => {
        const keys = [...draft.now().activationKeys.values()]
        const stale = [...draft.now().users.values()].filter((user) => isStale(user, keys, now)).slice(0, limit)
        stale.forEach((user) => removeUser(draft, user.id))
        return ok(stale.length)
      }),
  }
}

const among = ({ users }: Tables, ids: readonly UserId[]): readonly User[] =>
  [...new Set(ids)].flatMap((id) => users.get(id) ?? [])

const byId = (one: User, other: User): number => one.id - other.id

const waitingOf = ({ pendingChanges }: Tables, user: UserId): Credentials['waiting'] => {
  const change = [...pendingChanges.values()].find(({ userId, kind }) => userId === user && kind === 'add')
  return change === undefined ? null : { changeId: change.id, passwordHash: change.passwordHash }
}

export const memoryCredentialReader = (store: MemoryStore): CredentialReader => ({
  ofAddress: (email, most) =>
    store.read((tables) =>
      [...tables.users.values()]
        .filter((user) => user.email === email)
        .toSorted((one, other) => Number(isVerified(other)) - Number(isVerified(one)) || other.id - one.id)
        .slice(0, most)
        .map((user) => ({
          id: user.id,
          isVerified: isVerified(user),
          passwordHash: user.passwordHash,
          waiting: user.passwordHash === null ? waitingOf(tables, user.id) : null,
        })),
    ),
})
