import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { MAX_DEVICE_LENGTH, type NewSession } from '#domain/account/session.ts'
import type { SessionId, UserId } from '#domain/shared/id.ts'
import { after, DAY, HOUR, MINUTE } from '#domain/shared/instant.ts'
import { newSession, NOON, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, meddleWith, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `SessionRepository`: all sessions of one user. */
export const sessionsOfUserContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: "SessionRepository, a user's sessions", name }, make, (made, it) => {
    const units = () => made().subject
    const add = (session: NewSession) => valueOf(units().run(({ sessions }) => sessions.add(session)))
    const ofUser = (id: UserId) => valueOf(units().run(({ sessions }) => sessions.ofUser(id)))
    const removeOfUser = (id: UserId, kept: SessionId | null) =>
      valueOf(units().run(({ sessions }) => sessions.removeOfUser(id, kept)))
    const opened = async (...ages: readonly number[]) => {
      const { id: userId } = await activeIn(units())
      const sessions = []
      for (const age of ages) sessions.push(await add(newSession({ userId, createdAt: after(NOON, -age) })))
      return { userId, sessions }
    }

    it('gives them newest first, those of one moment by the newer id, and over ones too', async () => {
      const { userId, sessions } = await opened(HOUR, DAY, 0, HOUR)
      const over = await add(newSession({ userId, createdAt: after(NOON, -2 * DAY), expiresAt: after(NOON, -DAY) }))
      const [hour, day, now, sameHour] = sessions
      expect(await ofUser(userId)).toStrictEqual([now, sameHour, hour, day, over])
    })

    it('gives none of a user who has none, of nobody, nor of another', async () => {
      const { userId, sessions } = await opened(0)
      expect(await ofUser((await activeIn(units())).id)).toEqual([])
      expect(await ofUser(UNKNOWN_ID as UserId)).toEqual([])
      expect(await ofUser(userId)).toStrictEqual(sessions)
    })

    it('keeps what the client said it is', async () => {
      const { userId } = await opened()
      for (const device of ['', '기타 앱/2.0 (🎸)', `"'\\%_; --`, '한'.repeat(MAX_DEVICE_LENGTH)]) {
        const session = await add(newSession({ userId, device }))
        const found = (await ofUser(userId)).find(({ id }) => id === session.id)
        expect(found).toStrictEqual(session)
        expect(found?.device).toBe(device)
      }
    })

    it('shows a renewed session as it is now', async () => {
      const { userId, sessions } = await opened(HOUR, 0)
      const renewed = { ...sessions[0]!, lastUsedAt: after(NOON, MINUTE), expiresAt: after(NOON, DAY) }
      await valueOf(units().run((to) => to.sessions.save(renewed)))
      expect(await ofUser(userId)).toStrictEqual([sessions[1], renewed])
    })

    it('removes all of a user’s, and of no other, and may do so again', async () => {
      const [leaving, bystander] = [await opened(0, HOUR), await opened(0)]
      await removeOfUser(leaving.userId, null)
      await removeOfUser(leaving.userId, null)
      expect(await ofUser(leaving.userId)).toEqual([])
      expect(await ofUser(bystander.userId)).toStrictEqual(bystander.sessions)
    })

    it('removes all but the one that is kept', async () => {
      const { userId, sessions } = await opened(0, HOUR, DAY)
      await removeOfUser(userId, sessions[1]!.id)
      expect(await ofUser(userId)).toStrictEqual([sessions[1]])
    })

    it('removes all where the kept one is another’s or gone', async () => {
      const [one, other] = [await opened(0, HOUR), await opened(0)]
      await removeOfUser(one.userId, other.sessions[0]!.id)
      expect(await ofUser(one.userId)).toEqual([])
      expect(await ofUser(other.userId)).toStrictEqual(other.sessions)
      await removeOfUser(other.userId, UNKNOWN_ID as SessionId)
      expect(await ofUser(other.userId)).toEqual([])
    })

    it('shares no object with whoever reads', async () => {
      const { userId, sessions } = await opened(0)
      const before = structuredClone(sessions)
      for (const session of await ofUser(userId)) meddleWith(session)
      expect(await ofUser(userId)).toStrictEqual(before)
    })

    it('takes back what a refused unit removed', async () => {
      const { userId, sessions } = await opened(0, HOUR)
      await takenBack(units(), (to) => to.sessions.removeOfUser(userId, sessions[0]!.id))
      expect(await ofUser(userId)).toStrictEqual(sessions)
    })

    answersUnavailableAmidAUnit(it, made, {
      ofUser: ({ sessions }) => sessions.ofUser(1 as UserId),
      removeOfUser: ({ sessions }) => sessions.removeOfUser(1 as UserId, null),
    })
  })
