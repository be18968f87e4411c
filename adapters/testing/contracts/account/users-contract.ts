import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { activate, type ActiveUser, withLastLogin, type User } from '#domain/account/user.ts'
import { instants, newUsers } from '#adapters/testing/arbitraries.ts'
import { email, emailOf, newUser, nickname, nicknameOf, NOON, unique } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, meddleWith, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `UserRepository`; how users change and go, and what several units do at once, have suites of their own. */
export const usersContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'UserRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (id: User['id']) => valueOf(units().run(({ users }) => users.byId(id)))
    const save = (user: User) => units().run(({ users }) => users.save(user))

    it('gives a sign-up its id and back what was signed up', () =>
      fc.assert(
        fc.asyncProperty(newUsers, async (given) => {
          const added = await valueOf(units().run(({ users }) => users.add(given)))
          expect(added).toStrictEqual({ ...given, id: added.id })
          expect(await stored(added.id)).toStrictEqual(added)
        }),
        { numRuns: runs },
      ))

    it('gives back an active user as it was saved', () =>
      fc.assert(
        fc.asyncProperty(newUsers, instants, instants, async (given, activatedAt, lastLoginAt) => {
          const own = { ...given, email: email(), nickname: nickname() }
          const pending = await pendingIn(units(), own)
          const active = activate(pending, activatedAt)
          await valueOf(save(active))
          expect(await stored(active.id)).toStrictEqual(active)
          const seen = withLastLogin(active, lastLoginAt)
          await valueOf(save(seen))
          expect(await stored(active.id)).toStrictEqual(seen)
        }),
        { numRuns: runs },
      ))

    it('gives every sign-up an id of its own, also of one address', async () => {
      const address = email()
      const signUps = [await pendingIn(units(), { email: address }), await pendingIn(units(), { email: address })]
      expect(new Set(signUps.map(({ id }) => id)).size).toBe(2)
    })

    it('answers null, or none, for what is not there', async () => {
      const gone = await pendingIn(units())
      await valueOf(units().run(({ users }) => users.remove([gone.id])))
      expect(await stored(gone.id)).toBeNull()
      expect(await valueOf(units().run(({ users }) => users.ofAddress(gone.email)))).toEqual([])
      expect(await valueOf(units().run(({ users }) => users.verifiedByNickname(gone.nickname)))).toBeNull()
    })

    it('keeps the last of several writes', async () => {
      const user = await activeIn(units())
      await valueOf(save({ ...user, instruments: ['Drums', 'Other'], genres: [] }))
      const last: User = { ...user, instruments: ['Vocal'], genres: ['Others'], nickname: nickname() }
      await valueOf(save(last))
      expect(await stored(user.id)).toStrictEqual(last)
    })

    it('shares no object with whoever adds, saves or reads', async () => {
      const given = newUser()
      const before = structuredClone(given)
      const added = await valueOf(units().run(({ users }) => users.add(given)))
      meddleWith(given)
      expect(await stored(added.id)).toStrictEqual({ ...before, id: added.id })
      const saved: ActiveUser = activate({ ...before, id: added.id }, NOON)
      const handedIn = structuredClone(saved)
      await valueOf(save(handedIn))
      meddleWith(handedIn)
      meddleWith((await stored(added.id))!)
      const [found] = await valueOf(units().run(({ users }) => users.ofAddress(saved.email)))
      expect(found).toStrictEqual(saved)
    })

    it('finds everybody of an address, pending or active, in order of id', async () => {
      const address = email()
      const first = await pendingIn(units(), { email: address })
      const second = await activeIn(units(), { email: address })
      const third = await pendingIn(units(), { email: address })
      await pendingIn(units(), { email: emailOf(`x${address}`) })
      expect(await valueOf(units().run(({ users }) => users.ofAddress(address)))).toStrictEqual([first, second, third])
    })

    it('finds the active user of a nickname, however it is written', async () => {
      const word = unique('Ａlto 기타')
      const active = await activeIn(units(), { nickname: nicknameOf(word) })
      await pendingIn(units(), { nickname: nicknameOf(word) })
      const cyrillic = word.replace('Ａ', 'А')
      for (const written of [word, word.normalize('NFKC').toUpperCase(), word.normalize('NFD'), cyrillic])
        expect(await valueOf(units().run(({ users }) => users.verifiedByNickname(nicknameOf(written))))).toStrictEqual(
          active,
        )
    })

    it('does not find a pending user by nickname', async () => {
      const pending = await pendingIn(units())
      expect(await valueOf(units().run(({ users }) => users.verifiedByNickname(pending.nickname)))).toBeNull()
    })

    it('refuses a second active user of an address, and changes nothing', async () => {
      const active = await activeIn(units())
      const pending = await pendingIn(units(), { email: active.email })
      expect(await refusalOf(save(activate(pending, NOON)))).toEqual({ type: 'EmailTaken', email: active.email })
      expect(await stored(pending.id)).toStrictEqual(pending)
    })

    it('refuses a second active user of a nickname, however it is written, and changes nothing', async () => {
      const word = unique('Ａlto 기타')
      await activeIn(units(), { nickname: nicknameOf(word) })
      const again = nicknameOf(word.normalize('NFKC').toLowerCase())
      const pending = await pendingIn(units(), { nickname: again })
      expect(await refusalOf(save(activate(pending, NOON)))).toEqual({ type: 'NicknameTaken', nickname: again })
      expect(await stored(pending.id)).toStrictEqual(pending)
    })

    it('refuses a second active user of a nickname that looks alike, and changes nothing', async () => {
      const word = unique('alto 기타')
      await activeIn(units(), { nickname: nicknameOf(word) })
      const lookalike = nicknameOf(word.replace('alto', 'аIto'))
      const pending = await pendingIn(units(), { nickname: lookalike })
      expect(await refusalOf(save(activate(pending, NOON)))).toEqual({ type: 'NicknameTaken', nickname: lookalike })
      expect(await stored(pending.id)).toStrictEqual(pending)
    })

    it('refuses the nickname of another when an active user changes its own', async () => {
      const [one, other] = [await activeIn(units()), await activeIn(units())]
      const refusal = await refusalOf(save({ ...one, nickname: other.nickname }))
      expect(refusal).toEqual({ type: 'NicknameTaken', nickname: other.nickname })
      expect(await stored(one.id)).toStrictEqual(one)
    })

    it('lets pending users have any address and nickname', async () => {
      const active = await activeIn(units())
      const pending = await pendingIn(units(), { email: active.email, nickname: active.nickname })
      await valueOf(save({ ...pending, instruments: ['Drums'] }))
      expect(await stored(pending.id)).toStrictEqual({ ...pending, instruments: ['Drums'] })
    })

    it('takes back what a refused unit did', async () => {
      const user = await pendingIn(units())
      await takenBack(units(), ({ users }) => users.save(activate(user, NOON)))
      expect(await stored(user.id)).toStrictEqual(user)
    })

    answersUnavailableAmidAUnit(it, made, {
      add: ({ users }) => users.add(newUser()),
      byId: ({ users }) => users.byId(1 as User['id']),
      ofAddress: ({ users }) => users.ofAddress(email()),
      verifiedByNickname: ({ users }) => users.verifiedByNickname(nickname()),
      save: ({ users }) => users.save({ ...newUser(), id: 1 as User['id'] }),
      remove: ({ users }) => users.remove([1 as User['id']]),
      removeStale: ({ users }) => users.removeStale(NOON, 1),
    })
  })
