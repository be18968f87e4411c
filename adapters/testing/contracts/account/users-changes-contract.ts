import * as fc from 'fast-check'
import { ok, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import { type ActiveUser, withLastLogin, readmit, suspend, type User } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, DAY, HOUR, type Instant } from '#domain/shared/instant.ts'
import { profilePath } from '#domain/track/track.ts'
import { anyGenres, anyInstruments, instants } from '#adapters/testing/arbitraries.ts'
import {
  email,
  newActiveUser,
  type NewActiveUser,
  nickname,
  nicknameOf,
  NOON,
  passwordHash,
  UNKNOWN_ID,
  unique,
} from '#adapters/testing/fixtures.ts'
import { activeIn, suspendedIn } from '#adapters/testing/given.ts'
import { verifiedUsersContract } from './verified-users-contract.ts'
import { contract, type MakeBreakable, meddleWith, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `UserRepository`: changes of a part of a user, and after them users that are proved from the start or suspended. */
export const usersChangesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void => {
  contract(testRunner, { of: 'UserRepository, changes', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (id: UserId) => valueOf(units().run(({ users }) => users.byId(id)))
    const change = (work: (users: Transaction['users']) => ReturnType<Transaction['users']['setProfile']>) =>
      units().run(({ users }) => work(users))
    const verified = async (given: Partial<NewActiveUser> = {}) =>
      valueOf(units().run(({ users }) => users.add(newActiveUser(given))))

    it('suspends and readmits: the state and its moment, and nothing else', () =>
      fc.assert(
        fc.asyncProperty(instants, fc.boolean(), async (now, isStaff) => {
          const user = await verified({ isStaff, lastLoginAt: NOON })
          const suspended = suspend(user, now)
          const stranger = {
            ...suspended,
            nickname: nickname(),
            passwordHash: null,
            isStaff: !isStaff,
            lastLoginAt: now,
          }
          await valueOf(change((users) => users.setState(stranger)))
          expect(await stored(user.id)).toStrictEqual(suspended)
          await valueOf(change((users) => users.setState(readmit(stranger))))
          expect(await stored(user.id)).toStrictEqual(user)
        }),
        { numRuns: Math.ceil(runs / 3) },
      ))

    it('writes down when a user was seen, and nothing else', async () => {
      const user = await activeIn(units())
      const seen = withLastLogin({ ...user, nickname: nickname(), passwordHash: null, genres: [] }, after(NOON, DAY))
      await valueOf(change((users) => users.touch(seen)))
      expect(await stored(user.id)).toStrictEqual(withLastLogin(user, after(NOON, DAY)))
    })

    it('leaves a user suspended who is seen meanwhile', async () => {
      const { suspendedAt, ...user } = await suspendedIn(units())
      await valueOf(change((users) => users.touch({ ...user, state: 'active', lastLoginAt: NOON })))
      expect(await stored(user.id)).toStrictEqual({ ...user, suspendedAt, lastLoginAt: NOON })
    })

    it('puts a password in place of another, takes it away and gives one again, and changes nothing else', async () => {
      for (const user of [await activeIn(units()), await suspendedIn(units())]) {
        for (const hash of [passwordHash(), null, passwordHash()]) {
          await valueOf(change((users) => users.setPassword(user.id, hash)))
          expect(await stored(user.id)).toStrictEqual({ ...user, passwordHash: hash })
        }
      }
    })

    it('puts pictures in place of others and takes them away, and changes nothing else', async () => {
      for (const user of [await activeIn(units()), await suspendedIn(units())]) {
        const [one, other] = ['a', 'b'].map((word) => profilePath(user.id, `profile_img_${word}_400.webp`))
        for (const pictures of [
          { picture: one!, background: null },
          { picture: null, background: other! },
          { picture: other!, background: one! },
          { picture: null, background: null },
        ]) {
          await valueOf(change((users) => users.setPictures(user.id, { ...pictures })))
          expect(await stored(user.id)).toStrictEqual({ ...user, ...pictures })
        }
      }
    })

    it('puts a profile in place of another, and nothing else', () =>
      fc.assert(
        fc.asyncProperty(anyInstruments, anyGenres, async (instruments, genres) => {
          const user = await activeIn(units())
          const profile = { nickname: nickname(), instruments, genres }
          const handedIn: ActiveUser = { ...user, ...profile, email: email(), passwordHash: null, isStaff: true }
          await valueOf(change((users) => users.setProfile(user.id, handedIn)))
          expect(await stored(user.id)).toStrictEqual({ ...user, ...profile })
        }),
        { numRuns: Math.ceil(runs / 3) },
      ))

    it('lets a user spell its own nickname anew, and refuses another’s, however it is written', async () => {
      const word = unique('Ａlto 기타')
      const [user, other] = [await activeIn(units(), { nickname: nicknameOf(word) }), await activeIn(units())]
      const anew = { ...user, nickname: nicknameOf(word.normalize('NFKC').toUpperCase()) }
      await valueOf(change((users) => users.setProfile(user.id, anew)))
      expect(await stored(user.id)).toStrictEqual(anew)
      const refusal = await refusalOf(
        change((users) => users.setProfile(other.id, { ...other, nickname: user.nickname })),
      )
      expect(refusal).toEqual({ type: 'NicknameTaken', nickname: user.nickname })
      expect(await stored(other.id)).toStrictEqual(other)
    })

    it('changes nobody who is not there, nor anybody else', async () => {
      const [gone, left] = [await activeIn(units()), await activeIn(units())]
      await valueOf(units().run(({ users }) => users.remove([gone.id])))
      for (const id of [gone.id, UNKNOWN_ID as UserId]) {
        await valueOf(change((users) => users.setState(suspend({ ...gone, id }, NOON))))
        await valueOf(change((users) => users.setProfile(id, gone)))
        await valueOf(change((users) => users.setPassword(id, passwordHash())))
        await valueOf(change((users) => users.setPictures(id, { picture: null, background: null })))
        await valueOf(change((users) => users.touch({ ...gone, id })))
        expect(await stored(id)).toBeNull()
      }
      expect(await stored(left.id)).toStrictEqual(left)
    })

    it('loses none of several changes of one user that come at once', async () => {
      const user = await activeIn(units())
      const [word, hash, seenAt]: [User['nickname'], User['passwordHash'], Instant] = [
        nickname(),
        passwordHash(),
        after(NOON, HOUR),
      ]
      await Promise.all([
        valueOf(change((users) => users.setProfile(user.id, { ...user, nickname: word }))),
        valueOf(change((users) => users.setPassword(user.id, hash))),
        valueOf(change((users) => users.touch(withLastLogin(user, seenAt)))),
        valueOf(change((users) => users.setState(suspend(user, NOON)))),
      ])
      expect(await stored(user.id)).toStrictEqual({
        ...suspend(withLastLogin(user, seenAt), NOON),
        nickname: word,
        passwordHash: hash,
      })
    })

    it('shares no object with whoever changes', async () => {
      const user = await activeIn(units())
      const profile = { nickname: nickname(), instruments: ['Drums' as const], genres: ['Pop' as const] }
      const before = structuredClone(profile)
      await valueOf(change((users) => users.setProfile(user.id, profile)))
      meddleWith(profile)
      expect(await stored(user.id)).toStrictEqual({ ...user, ...before })
    })

    it('takes back what a refused unit did', async () => {
      const user = await activeIn(units())
      await takenBack(units(), ({ users }) =>
        safeTry(async function* () {
          yield* users.setState(suspend(user, NOON))
          yield* users.setProfile(user.id, { ...user, nickname: nickname() })
          yield* users.setPassword(user.id, null)
          yield* users.touch(withLastLogin(user, NOON))
          return ok()
        }),
      )
      expect(await stored(user.id)).toStrictEqual(user)
    })

    const nobody: ActiveUser = { ...newActiveUser(), id: 1 as UserId }
    answersUnavailableAmidAUnit(it, made, {
      'add, active': ({ users }) => users.add(newActiveUser()),
      setState: ({ users }) => users.setState(nobody),
      setProfile: ({ users }) => users.setProfile(nobody.id, nobody),
      setPassword: ({ users }) => users.setPassword(nobody.id, null),
      touch: ({ users }) => users.touch(nobody),
    })
  })
  verifiedUsersContract(testRunner, make, { name, runs })
}
