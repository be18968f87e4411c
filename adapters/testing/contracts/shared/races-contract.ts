import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import { activate, type EmailTaken, type NicknameTaken, type PendingUser } from '#domain/account/user.ts'
import type { Bpm } from '#domain/post/post.ts'
import { accountRacesContract } from '#adapters/testing/contracts/account/account-races-contract.ts'
import { activationKey, email, nickname, NOON } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn, postIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { expectOneAfterTheOther } from './transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

type Opened = 'activated' | 'gone'

/** What opening a link does: the key, its user, the others of the address. */
const open = (
  { users, activationKeys }: Transaction,
  digest: SecretDigest,
): ResultAsync<Opened, EmailTaken | NicknameTaken | Unavailable> =>
  safeTry(async function* () {
    const key = yield* activationKeys.byDigest(digest)
    const owner = key === null ? null : yield* users.byId(key.userId)
    const everybody = owner === null ? [] : yield* users.ofAddress(owner.email)
    const mine = everybody.find((user) => user.id === owner?.id)
    if (mine?.state !== 'pending') return ok<Opened>('gone')
    yield* users.save(activate(mine, NOON))
    yield* activationKeys.removeOfUser(mine.id)
    const others = everybody.filter((user) => user.state === 'pending' && user.id !== mine.id)
    return users.remove(others.map(({ id }) => id)).map((): Opened => 'activated')
  })

const CONCURRENCY = 8

/** Several units at once, on accounts and posts: those that lock the same thing run one after the other, and no effect is lost. */
export const racesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name }: SuiteOptions = {},
): void => {
  contract(testRunner, { of: 'Two writers at once', name }, make, (made, it) => {
    const units = () => made().subject
    const withKey = async (user: PendingUser) => {
      const key = activationKey({ userId: user.id })
      await valueOf(units().run(({ activationKeys }) => activationKeys.add(key)))
      return { user, key }
    }
    const usersOf = (address: PendingUser['email']) => valueOf(units().run(({ users }) => users.ofAddress(address)))

    it('a post is locked by whoever reads it', async () => {
      const { id } = await postIn(units())
      await expectOneAfterTheOther(units(), ({ posts }) => posts.byId(id))
    })

    it('the users of an address are locked by whoever reads them', async () => {
      const { email: address } = await pendingIn(units())
      await expectOneAfterTheOther(units(), ({ users }) => users.ofAddress(address))
    })

    it('an activation key is locked by whoever reads it', async () => {
      const { key } = await withKey(await pendingIn(units()))
      await expectOneAfterTheOther(units(), ({ activationKeys }) => activationKeys.byDigest(key.digest))
    })

    it('no change of a post is lost', async () => {
      const post = await postIn(units(), { bpm: 100 as Bpm })
      const quicken = ({ posts }: Transaction) =>
        safeTry(async function* () {
          const found = (yield* posts.byId(post.id))!
          return posts.save({ ...found, bpm: (found.bpm! + 1) as Bpm })
        })
      await Promise.all(Array.from({ length: CONCURRENCY }, () => valueOf(units().run(quicken))))
      const after = await valueOf(units().run(({ posts }) => posts.byId(post.id)))
      expect(after).toStrictEqual({ ...post, bpm: 100 + CONCURRENCY })
    })

    it('a key is used once', async () => {
      const { user, key } = await withKey(await pendingIn(units()))
      const use = ({ activationKeys }: Transaction) =>
        safeTry(async function* () {
          const found = yield* activationKeys.byDigest(key.digest)
          if (found !== null) yield* activationKeys.removeOfUser(user.id)
          return ok(found !== null)
        })
      const uses = await Promise.all(Array.from({ length: CONCURRENCY }, () => valueOf(units().run(use))))
      expect(uses.filter((used) => used)).toHaveLength(1)
    })

    it('one link opened many times at once activates its user once', async () => {
      const { user, key } = await withKey(await pendingIn(units()))
      const opened = await Promise.all(
        Array.from({ length: CONCURRENCY }, () => valueOf(units().run((all) => open(all, key.digest)))),
      )
      expect(opened.filter((what) => what === 'activated')).toHaveLength(1)
      expect(await usersOf(user.email)).toMatchObject([{ id: user.id, state: 'active' }])
    })

    it('of two links of one address opened at once one activates, and the other finds its sign-up gone', async () => {
      for (let round = 0; round < 5; round++) {
        const address = email()
        const signUps = [
          await withKey(await pendingIn(units(), { email: address })),
          await withKey(await pendingIn(units(), { email: address })),
        ]
        const outcomes = await Promise.all(signUps.map(({ key }) => units().run((all) => open(all, key.digest))))
        const said = outcomes.map((outcome) => outcome.match(String, ({ type }) => type))
        const winner = said.indexOf('activated')
        expect(said.filter((what) => what === 'activated')).toHaveLength(1)
        expect(['gone', 'EmailTaken']).toContain(said[1 - winner])
        expect(await usersOf(address)).toMatchObject([{ id: signUps[winner]?.user.id, state: 'active' }])
      }
    })

    it('of two activations under one nickname at once one wins, and the other is refused', async () => {
      const wanted = nickname()
      const rivals = [await pendingIn(units(), { nickname: wanted }), await pendingIn(units(), { nickname: wanted })]
      const outcomes = await Promise.all(
        rivals.map((user) => units().run(({ users }) => users.save(activate(user, NOON)))),
      )
      expect(outcomes.filter((outcome) => outcome.isOk())).toHaveLength(1)
      const refused = outcomes.flatMap((outcome) => (outcome.isErr() ? [outcome.error] : []))
      expect(refused).toEqual([{ type: 'NicknameTaken', nickname: wanted }])
    })

    it('of two activations of one address without its lock one wins, and the other is refused', async () => {
      const address = email()
      const rivals = [await pendingIn(units(), { email: address }), await pendingIn(units(), { email: address })]
      const outcomes = await Promise.all(
        rivals.map((user) => units().run(({ users }) => users.save(activate(user, NOON)))),
      )
      expect(outcomes.filter((outcome) => outcome.isOk())).toHaveLength(1)
      const refused = outcomes.flatMap((outcome) => (outcome.isErr() ? [outcome.error] : []))
      expect(refused).toEqual([{ type: 'EmailTaken', email: address }])
    })

    it('a nickname that a unit took and gave back is free for the one that waited', async () => {
      const wanted = nickname()
      const [first, second] = [
        await pendingIn(units(), { nickname: wanted }),
        await pendingIn(units(), { nickname: wanted }),
      ]
      const taken = refusalOf(
        units().run(({ users }) => users.save(activate(first, NOON)).andThen(() => err('changed my mind'))),
      )
      const won = valueOf(units().run(({ users }) => users.save(activate(second, NOON))))
      await Promise.all([taken, won])
      expect(await valueOf(units().run(({ users }) => users.verifiedByNickname(wanted)))).toMatchObject({
        id: second.id,
      })
    })

    it('sign-ups of one address and its activation do not stand in each other’s way', async () => {
      const active = await activeIn(units())
      const added = await Promise.all(
        Array.from({ length: CONCURRENCY }, () =>
          pendingIn(units(), { email: active.email, nickname: active.nickname }),
        ),
      )
      expect((await usersOf(active.email)).map(({ id }) => id)).toEqual(
        [active, ...added].map(({ id }) => id).toSorted((one, other) => one - other),
      )
    })
  })
  accountRacesContract(testRunner, make, { name })
}
