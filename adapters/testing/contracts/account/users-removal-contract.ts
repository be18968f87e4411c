import { ok, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { type ActivationKey } from '#domain/account/activation-key.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, DAY } from '#domain/shared/instant.ts'
import { activationKey, identity, newChange, newQueuedMail, newSession } from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, pendingIn, postIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { usersPurgeContract } from './users-purge-contract.ts'

/** `UserRepository.remove`, and `removeStale` after it. */
export const usersRemovalContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  options: SuiteOptions = {},
): void => {
  contract(testRunner, { of: 'UserRepository, removal', name: options.name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (id: UserId) => valueOf(units().run(({ users }) => users.byId(id)))
    const remove = (...ids: readonly UserId[]) => valueOf(units().run(({ users }) => users.remove(ids)))
    const keysOf = (...ids: readonly UserId[]) =>
      valueOf(units().run(({ activationKeys }) => activationKeys.ofUsers(ids)))
    const give = (key: ActivationKey) => valueOf(units().run(({ activationKeys }) => activationKeys.add(key)))

    it('frees address and nickname with their owner', async () => {
      const active = await activeIn(units())
      await remove(active.id)
      const next = await activeIn(units(), { email: active.email, nickname: active.nickname })
      expect(await stored(next.id)).toStrictEqual(next)
    })

    it('removes users with their keys and sessions, and nobody else', async () => {
      const people = [await activeIn(units()), await pendingIn(units()), await activeIn(units())] as const
      const keys = people.map(({ id }) => activationKey({ userId: id }))
      for (const key of keys) await give(key)
      const sessions = await Promise.all(
        people.map(({ id }) => valueOf(units().run((to) => to.sessions.add(newSession({ userId: id }))))),
      )
      const [one, other, bystander] = people
      await remove(one.id, other.id)
      expect([await stored(one.id), await stored(other.id), await stored(bystander.id)]).toEqual([
        null,
        null,
        bystander,
      ])
      expect(await keysOf(one.id, other.id, bystander.id)).toEqual([keys[2]])
      const left = await Promise.all(
        sessions.map(({ digest }) => valueOf(units().run((from) => from.sessions.byDigest(digest)))),
      )
      expect(left).toEqual([null, null, sessions[2]])
    })

    it('removes users with their identities, changes and mails, and nobody else’s', async () => {
      const belonging = (userId: UserId) =>
        valueOf(
          units().run(({ identities, pendingChanges, activationKeys, queuedMails }) =>
            safeTry(async function* () {
              const one = identity({ userId })
              yield* identities.add(one)
              const change = yield* pendingChanges.put(newChange({ userId }))
              const key = activationKey({ userId, changeId: change.id, purpose: 'change-password' })
              yield* activationKeys.add(key)
              const queuedMail = yield* queuedMails.add(
                newQueuedMail({ userId, kind: 'change-password', changeId: change.id }),
              )
              return ok({ identity: one, change, key, queuedMail })
            }),
          ),
        )
      const people = [await activeIn(units()), await activeIn(units())] as const
      const belongings = [await belonging(people[0].id), await belonging(people[1].id)] as const
      await remove(people[0].id)
      const left = (at: 0 | 1) =>
        valueOf(
          units().run(({ identities, pendingChanges, activationKeys, queuedMails }) =>
            safeTry(async function* () {
              const { identity: one, change, key, queuedMail } = belongings[at]
              return ok({
                identity: yield* identities.bySubject(one),
                change: yield* pendingChanges.byId(change.id),
                key: yield* activationKeys.byDigest(key.digest),
                queuedMail: yield* queuedMails.byId(queuedMail.id),
              })
            }),
          ),
        )
      expect(await left(0)).toEqual({ identity: null, change: null, key: null, queuedMail: null })
      expect(await left(1)).toStrictEqual(belongings[1])
      const next = { ...belongings[0].identity, userId: people[1].id }
      await valueOf(units().run(({ identities }) => identities.add(next)))
    })

    it('removes users with their posts and comments, and what others answered to those', async () => {
      const [leaving, bystander] = [await activeIn(units()), await activeIn(units())]
      const [own, foreign] = [
        await postIn(units(), { authorId: leaving.id }),
        await postIn(units(), { authorId: bystander.id }),
      ]
      const kept = await commentIn(units(), foreign)
      const gone = [
        await commentIn(units(), foreign, { authorId: leaving.id }),
        await commentIn(units(), own, { authorId: bystander.id }),
      ]
      await remove(leaving.id)
      const left = await valueOf(
        units().run(({ posts, comments }) =>
          safeTry(async function* () {
            const found: unknown[] = []
            for (const { id } of [own, foreign]) found.push(yield* posts.byId(id))
            for (const { id } of [kept, ...gone]) found.push(yield* comments.byId(id))
            return ok(found)
          }),
        ),
      )
      expect(left).toEqual([null, foreign, kept, null, null])
    })

    it('passes over ids that are not there, and nobody is nothing to do', async () => {
      const [gone, bystander] = [await pendingIn(units()), await pendingIn(units())]
      await remove(gone.id)
      await remove(gone.id, gone.id)
      await remove()
      expect(await stored(bystander.id)).toStrictEqual(bystander)
    })

    it('does not bring a removed user back by saving it', async () => {
      const user = await activeIn(units())
      await remove(user.id)
      await units().run(({ users }) => users.save(user))
      expect(await stored(user.id)).toBeNull()
    })

    it('takes back what a refused unit removed', async () => {
      const user = await pendingIn(units())
      const key = activationKey({ userId: user.id })
      await give(key)
      await takenBack(units(), ({ users }) => users.remove([user.id]))
      await takenBack(units(), ({ users }) => users.removeStale(after(key.expiresAt, DAY), 1_000_000))
      expect(await stored(user.id)).toStrictEqual(user)
      expect(await keysOf(user.id)).toEqual([key])
    })
  })
  usersPurgeContract(testRunner, make, options)
}
