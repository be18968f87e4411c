import { ok } from 'neverthrow'
import type { SessionReader, SessionRepository } from '#application/account/ports.ts'
import type { Session } from '#domain/account/session.ts'
import type { SessionId, UserId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryStore, type MemoryUnit } from '../store/memory-store.ts'
import type { Draft } from '../store/memory-tables.ts'

const newestFirst = (one: Session, other: Session): number => other.createdAt - one.createdAt || other.id - one.id

const sessionsOf = (draft: Draft, user: UserId): readonly Session[] =>
  [...draft.now().sessions.values()].filter((session) => session.userId === user)

export const memorySessionRepository = (unit: MemoryUnit): SessionRepository => ({
  add: (session) =>
    unit.step((draft) => {
      if (!draft.now().users.has(session.userId)) return constraintViolation(`a session of no user: ${session.userId}`)
      if (draft.now().sessions.has(session.digest)) return constraintViolation('a session that is there already')
      const added = { ...session, id: unit.nextId('sessions') as SessionId }
      draft.put('sessions', added.digest, added)
      return ok(added)
    }),
  byDigest: (digest) => unit.step((draft) => ok(draft.now().sessions.get(digest) ?? null)),
  ofUser: (id) => unit.step((draft) => ok(sessionsOf(draft, id).toSorted(newestFirst))),
  save: (session) =>
    unit.step((draft) => {
      if (draft.now().sessions.has(session.digest)) draft.put('sessions', session.digest, session)
      return ok()
    }),
  remove: (digest) => unit.step((draft) => ok(draft.take('sessions', digest))),
  removeOfUser: (id, kept) =>
    unit.step((draft) => {
      const ended = sessionsOf(draft, id).filter((session) => session.id !== kept)
      return ok(ended.forEach((session) => draft.take('sessions', session.digest)))
    }),
})

export const memorySessionReader = (store: MemoryStore): SessionReader => ({
  byDigest: (digest) => store.read((tables) => tables.sessions.get(digest) ?? null),
})
