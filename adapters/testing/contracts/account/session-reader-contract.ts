import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { SessionReader } from '#application/account/ports.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { NewSession, Session } from '#domain/account/session.ts'
import type { SessionId } from '#domain/shared/id.ts'
import { after, DAY } from '#domain/shared/instant.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { digestOf, newSession, secret } from '#adapters/testing/fixtures.ts'
import { activeIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What a suite of sessions is run on: both ports look at the same rows. */
export type SessionsSubject = { readonly units: UnitOfWork; readonly reader: SessionReader }

/** `SessionReader`, and `SessionRepository` beside it. */
export const sessionReaderContract = (
  testRunner: TestRunner,
  make: MakeBreakable<SessionsSubject>,
  { name, runs = 50 }: SuiteOptions = {},
): void => {
  contract(testRunner, { of: 'SessionRepository and SessionReader', name }, make, (made, it) => {
    const units = () => made().subject.units
    const add = (session: NewSession) => valueOf(units().run(({ sessions }) => sessions.add(session)))
    const save = (session: Session) => valueOf(units().run(({ sessions }) => sessions.save(session)))
    const remove = (digest: SecretDigest) => valueOf(units().run(({ sessions }) => sessions.remove(digest)))
    /** As the repository and the reader see it: always the same. */
    const stored = async (digest: SecretDigest) => {
      const inUnit = await valueOf(units().run(({ sessions }) => sessions.byDigest(digest)))
      expect(await valueOf(made().subject.reader.byDigest(digest))).toStrictEqual(inUnit)
      return inUnit
    }
    const opened = async () => add(newSession({ userId: (await activeIn(units())).id }))

    it('gives a session its id and back what was added', () =>
      fc.assert(
        fc.asyncProperty(instants, instants, instants, async (createdAt, lastUsedAt, expiresAt) => {
          const { id: userId } = await activeIn(units())
          const given = newSession({ userId, createdAt, lastUsedAt, expiresAt })
          const added = await add(given)
          expect(added).toStrictEqual({ ...given, id: added.id })
          expect(await stored(added.digest)).toStrictEqual(added)
        }),
        { numRuns: runs },
      ))

    it('keeps several sessions of one user apart', async () => {
      const { id: userId } = await activeIn(units())
      const sessions = [await add(newSession({ userId })), await add(newSession({ userId }))]
      expect(new Set(sessions.map(({ id }) => id)).size).toBe(2)
      for (const session of sessions) expect(await stored(session.digest)).toStrictEqual(session)
    })

    it('answers null for what is not there', async () => {
      expect(await stored(digestOf(secret()))).toBeNull()
    })

    it('keeps the last of several writes', async () => {
      const session = await opened()
      const later = (days: number): Session => ({
        ...session,
        lastUsedAt: after(session.lastUsedAt, days * DAY),
        expiresAt: after(session.expiresAt, days * DAY),
      })
      await save(later(1))
      await save(later(2))
      expect(await stored(session.digest)).toStrictEqual(later(2))
    })

    it('removes a session, and no other, and may do so again', async () => {
      const [gone, left] = [await opened(), await opened()]
      await remove(gone.digest)
      await remove(gone.digest)
      expect(await stored(gone.digest)).toBeNull()
      expect(await stored(left.digest)).toStrictEqual(left)
    })

    it('does not bring a removed session back by saving it', async () => {
      const session = await opened()
      await remove(session.digest)
      await units().run(({ sessions }) => sessions.save(session))
      expect(await stored(session.digest)).toBeNull()
    })

    it('shares no object with whoever adds, saves or reads', async () => {
      const added = await opened()
      const before = { ...added }
      meddleWith(added)
      const handedIn = { ...before }
      await save(handedIn)
      meddleWith(handedIn)
      meddleWith((await stored(before.digest))!)
      meddleWith((await valueOf(made().subject.reader.byDigest(before.digest)))!)
      expect(await stored(before.digest)).toStrictEqual(before)
    })

    it('does not take a session of nobody', async () => {
      const user = await activeIn(units())
      await valueOf(units().run(({ users }) => users.remove([user.id])))
      const orphan = newSession({ userId: user.id })
      await expectUnavailable(units().run(({ sessions }) => sessions.add(orphan)))
      expect(await stored(orphan.digest)).toBeNull()
    })

    it('takes back what a refused unit did', async () => {
      const session = await opened()
      const another = newSession({ userId: session.userId })
      await takenBack(units(), ({ sessions }) => sessions.add(another))
      await takenBack(units(), ({ sessions }) => sessions.save({ ...session, expiresAt: session.createdAt }))
      await takenBack(units(), ({ sessions }) => sessions.remove(session.digest))
      expect(await stored(another.digest)).toBeNull()
      expect(await stored(session.digest)).toStrictEqual(session)
    })

    it('lets no reader see what a unit has not committed', async () => {
      const session = await opened()
      const seen: Promise<Session | null>[] = []
      await takenBack(units(), ({ sessions }) =>
        sessions.remove(session.digest).map(() => {
          // Not waited for here: a database with a single connection answers it after the unit.
          seen.push(valueOf(made().subject.reader.byDigest(session.digest)))
        }),
      )
      expect(await Promise.all(seen)).toStrictEqual([session])
    })

    it('its reader answers Unavailable in an outage, and the session after it', async () => {
      const session = await opened()
      await made().breakDown()
      await expectUnavailable(made().subject.reader.byDigest(session.digest))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await stored(session.digest)).toStrictEqual(session)
    })
  })

  const makeUnits: MakeBreakable<UnitOfWork> = async () => {
    const made = await make()
    return { ...made, subject: made.subject.units }
  }
  contract(testRunner, { of: 'SessionRepository in an outage', name }, makeUnits, (made, it) =>
    answersUnavailableAmidAUnit(it, made, {
      add: ({ sessions }, { authorId }) => sessions.add(newSession({ userId: authorId })),
      byDigest: ({ sessions }) => sessions.byDigest(digestOf(secret())),
      save: ({ sessions }, { authorId }) => sessions.save({ ...newSession({ userId: authorId }), id: 1 as SessionId }),
      remove: ({ sessions }) => sessions.remove(digestOf(secret())),
    }),
  )
}
