import { ok, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { IdentityTaken, Subject } from '#domain/account/identity.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import { type EmailTaken, newlyVerified, isVerified, type NicknameTaken } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import {
  activationKey,
  email,
  identity,
  newActiveUser,
  newChange,
  newSession,
  nickname,
  NOON,
  passwordHash,
  subject,
} from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const CONCURRENCY = 16

const atOnce = <Value>(work: (at: number) => PromiseLike<Value>): Promise<readonly Value[]> =>
  Promise.all(Array.from({ length: CONCURRENCY }, (_, at) => work(at)))

type Refused = EmailTaken | NicknameTaken | IdentityTaken

/** What a first login through a provider does: finds the account, or makes it. */
const enter = (
  { users, identities }: Transaction,
  verified: Subject,
  address: ReturnType<typeof email>,
): Outcome<UserId, Refused> =>
  safeTry(async function* () {
    const known = yield* identities.bySubject(verified)
    if (known !== null) return ok(known.userId)
    const ofAddress = yield* users.ofAddress(address)
    const owner = ofAddress.find(isVerified)
    if (owner !== undefined) {
      yield* identities.add({ ...verified, userId: owner.id })
      return ok(owner.id)
    }
    yield* users.remove(ofAddress.map(({ id }) => id))
    const { id: userId } = yield* users.add(newActiveUser({ email: address, ...newlyVerified(NOON) }))
    yield* identities.add({ ...verified, userId })
    return ok(userId)
  })

/** What confirming a waiting password does. */
const use = ({ activationKeys, pendingChanges, users }: Transaction, digest: SecretDigest): Outcome<boolean> =>
  safeTry(async function* () {
    const key = yield* activationKeys.byDigest(digest)
    const change = key?.changeId == null ? null : yield* pendingChanges.byId(key.changeId)
    if (key === null || change === null) return ok(false)
    yield* users.setPassword(key.userId, change.passwordHash)
    yield* pendingChanges.removeOfUser(key.userId)
    yield* activationKeys.removeOfUser(key.userId)
    return ok(true)
  })

/** Several units at once on one account: of two effects that exclude each other one happens. */
export const accountRacesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'Accounts, many at once', name }, make, (made, it) => {
    const units = () => made().subject
    const ofAddress = (address: ReturnType<typeof email>) =>
      valueOf(units().run(({ users }) => users.ofAddress(address)))

    it('of a key used 16 times at once exactly one use wins', async () => {
      const { id: userId } = await activeIn(units())
      const { id: changeId } = await valueOf(units().run((to) => to.pendingChanges.put(newChange({ userId }))))
      const { digest } = await valueOf(
        units().run(({ activationKeys }) => {
          const key = activationKey({ userId, changeId, purpose: 'change-password' })
          return activationKeys.add(key).map(() => key)
        }),
      )
      const uses = await atOnce(() => valueOf(units().run((all) => use(all, digest))))
      expect(uses.filter((won) => won)).toHaveLength(1)
    })

    it('first logins of one person at once end in one account that knows the person', async () => {
      const address = email()
      await pendingIn(units(), { email: address })
      await pendingIn(units(), { email: address })
      const verified = subject()
      const login = async (): Promise<UserId> => {
        const outcome = await units().run((all) => enter(all, verified, address))
        return outcome.isOk() ? outcome.value : valueOf(units().run((all) => enter(all, verified, address)))
      }
      const entered = await atOnce(login)
      expect(new Set(entered).size).toBe(1)
      expect(await ofAddress(address)).toMatchObject([{ id: entered[0], state: 'active' }])
      const known = await valueOf(units().run(({ identities }) => identities.bySubject(verified)))
      expect(known).toEqual({ ...verified, userId: entered[0] })
    })

    it('of active users added at once under one address or nickname one is', async () => {
      const [address, word] = [email(), nickname()]
      const added = await atOnce((at) =>
        units().run(({ users }) => users.add(newActiveUser(at % 2 === 0 ? { email: address } : { nickname: word }))),
      )
      expect(added.filter((one) => one.isOk())).toHaveLength(2)
      const why = added.flatMap((one) => (one.isErr() ? [one.error.type] : []))
      expect(new Set(why)).toEqual(new Set(['EmailTaken', 'NicknameTaken']))
      expect(await ofAddress(address)).toHaveLength(1)
    })

    it('of two accounts that want one person at once one opens to it', async () => {
      const accounts = [await activeIn(units()), await activeIn(units())]
      const verified = subject({ provider: 'facebook' })
      const outcomes = await atOnce(async (at) => {
        const userId = accounts[at % 2]!.id
        return { userId, outcome: await units().run((to) => to.identities.add(identity({ ...verified, userId }))) }
      })
      const won = new Set(outcomes.filter(({ outcome }) => outcome.isOk()).map(({ userId }) => userId))
      expect(won.size).toBe(1)
      for (const { userId, outcome } of outcomes)
        if (!won.has(userId))
          expect(outcome.isErr() && outcome.error).toEqual({ type: 'IdentityTaken', provider: 'facebook' })
    })

    it('of changes put at once one waits, with the keys of no other', async () => {
      const { id: userId } = await activeIn(units())
      const put = ({ pendingChanges, activationKeys }: Transaction) =>
        safeTry(async function* () {
          const change = yield* pendingChanges.put(newChange({ userId }))
          yield* activationKeys.add(activationKey({ userId, changeId: change.id, purpose: 'change-password' }))
          return ok(change)
        })
      const changes = await atOnce(() => valueOf(units().run(put)))
      expect(new Set(changes.map(({ id }) => id)).size).toBe(CONCURRENCY)
      const left = []
      for (const { id } of changes) {
        const change = await valueOf(units().run(({ pendingChanges }) => pendingChanges.byId(id)))
        if (change !== null) left.push(change.id)
      }
      expect(left).toHaveLength(1)
      const keys = await valueOf(units().run(({ activationKeys }) => activationKeys.ofUsers([userId])))
      expect(keys.map(({ changeId }) => changeId)).toEqual(left)
    })

    it('no session that looked at the old password outlives its replacement', async () => {
      for (let round = 0; round < 5; round++) {
        const user = await activeIn(units())
        const logIn = ({ users, sessions }: Transaction) =>
          safeTry(async function* () {
            const now = (yield* users.ofAddress(user.email))[0]
            if (now?.state !== 'active' || now.passwordHash !== user.passwordHash) return ok()
            yield* sessions.add(newSession({ userId: user.id }))
            return users.touch(now)
          })
        const replace = ({ users, sessions }: Transaction) =>
          users.setPassword(user.id, passwordHash()).andThen(() => sessions.removeOfUser(user.id, null))
        await atOnce((at) => valueOf(units().run(at === CONCURRENCY / 2 ? replace : logIn)))
        expect(await valueOf(units().run(({ sessions }) => sessions.ofUser(user.id)))).toEqual([])
      }
    })
  })
