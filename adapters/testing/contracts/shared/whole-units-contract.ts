/** A few lines over the limit, so that the cases of one port stay together. */

import { err, errAsync, ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import { activate } from '#domain/account/user.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { activationKey, newUser, NOON, post, postIdOf, requestedMix, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn, postIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  refusalOf,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const writeABitOfEverything = ({ users, activationKeys, posts, mixes }: Transaction) =>
  safeTry(async function* () {
    const pending = yield* users.add(newUser())
    const key = activationKey({ userId: pending.id })
    yield* activationKeys.add(key)
    yield* users.save(activate(pending, NOON))
    const added = post({ id: yield* posts.nextId(), authorId: pending.id })
    yield* posts.add(added)
    yield* mixes.save(requestedMix({ postId: added.id }))
    return ok({ user: pending.id, key: key.digest, post: added.id })
  })

type Written = { readonly user: UserId; readonly key: SecretDigest; readonly post: PostId }

/** What is still there of it. */
const found = (units: UnitOfWork, written: Written): Promise<readonly string[]> =>
  valueOf(
    units.run(({ users, activationKeys, posts, mixes }) =>
      safeTry(async function* () {
        const rows = {
          user: yield* users.byId(written.user),
          key: yield* activationKeys.byDigest(written.key),
          post: yield* posts.byId(written.post),
          mix: yield* mixes.ofPost(written.post),
        }
        return ok(Object.entries(rows).flatMap(([name, row]) => (row === null ? [] : [name])))
      }),
    ),
  )

const broken = () => new ResultAsync<never, never>(Promise.reject(new Error('a mistake in an adapter')))

/** `UnitOfWork`: everything or nothing, whatever ends it. */
export const wholeUnitsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'UnitOfWork', name }, make, (made, it) => {
    const units = () => made().subject

    it('gives back what the work gives', async () => {
      expect(await valueOf(units().run(() => okAsync('the value')))).toBe('the value')
    })

    it('keeps everything when the work ends well', async () => {
      const written = await valueOf(units().run(writeABitOfEverything))
      expect(await found(units(), written)).toEqual(['user', 'key', 'post', 'mix'])
    })

    it('shows a unit what it wrote itself', async () => {
      const seen = await valueOf(
        units().run((transaction) =>
          writeABitOfEverything(transaction).andThen(({ user }) => transaction.users.byId(user)),
        ),
      )
      expect(seen).toMatchObject({ state: 'active' })
    })

    it('keeps nothing when the work is refused, and hands the refusal out as it is', async () => {
      const refusal = { type: 'Refused', with: { details: [1, 2, 3] } } as const
      const written: Written[] = []
      const outcome = units().run((transaction) =>
        writeABitOfEverything(transaction).andThen((all) => {
          written.push(all)
          return err(refusal)
        }),
      )
      expect(await refusalOf(outcome)).toEqual(refusal)
      expect(await found(units(), written[0]!)).toEqual([])
    })

    it('keeps nothing of a change that was taken back', async () => {
      const user = await activeIn(units())
      await refusalOf(
        units().run(({ users }) =>
          users
            .save({ ...user, instruments: ['Drums'] })
            .andThen(() => users.remove([user.id]))
            .andThen(() => err('no')),
        ),
      )
      expect(await valueOf(units().run(({ users }) => users.byId(user.id)))).toStrictEqual(user)
    })

    it('keeps nothing when the work throws, and answers Unavailable', async () => {
      const written: Written[] = []
      const outcome = units().run((transaction) =>
        writeABitOfEverything(transaction).map((all) => {
          written.push(all)
          throw new Error('a mistake in a use case')
        }),
      )
      await expectUnavailable(outcome)
      expect(await found(units(), written[0]!)).toEqual([])
    })

    it('answers Unavailable when the work throws before it promised anything', async () => {
      await expectUnavailable(
        units().run(() => {
          throw new Error('a mistake in a use case')
        }),
      )
    })

    it('answers Unavailable when the promise of the work is broken', async () => {
      await expectUnavailable(units().run(broken))
    })

    it('goes on after units that failed', async () => {
      await refusalOf(units().run(() => errAsync('no')))
      await refusalOf(units().run(() => new ResultAsync(Promise.reject(new Error('no')))))
      expect(await valueOf(units().run(() => okAsync('yes')))).toBe('yes')
    })

    it('never gives an id again that a unit got and took back', async () => {
      const ids: (readonly number[])[] = []
      const draw = ({ users, posts, comments }: Transaction) =>
        safeTry(async function* () {
          const user = yield* users.add(newUser())
          ids.push([user.id, yield* posts.nextId(), yield* comments.nextId()])
          return ok()
        })
      await refusalOf(units().run((transaction) => draw(transaction).andThen(() => err('no'))))
      await valueOf(units().run(draw))
      await valueOf(units().run(draw))
      for (const sequence of [0, 1, 2]) expect(new Set(ids.map((drawn) => drawn[sequence])).size).toBe(3)
    })

    it('runs many units at once without losing one', async () => {
      const added = await Promise.all(Array.from({ length: 12 }, () => postIn(units())))
      const read = await Promise.all(added.map(({ id }) => valueOf(units().run(({ posts }) => posts.byId(id)))))
      expect(read).toStrictEqual(added)
    })

    it('does not let a row in whose owner is not there, nor the rest of its unit', async () => {
      const written: Written[] = []
      const outcome = units().run((transaction) =>
        safeTry(async function* () {
          const all = yield* writeABitOfEverything(transaction)
          written.push(all)
          yield* transaction.posts.remove(all.post)
          yield* transaction.mixes.save(requestedMix({ postId: all.post }))
          return ok()
        }),
      )
      await expectUnavailable(outcome)
      expect(await found(units(), written[0]!)).toEqual([])
    })

    it('keeps nothing of a unit that made light of a row which was not let in', async () => {
      const written: Written[] = []
      const outcome = units().run((transaction) =>
        safeTry(async function* () {
          written.push(yield* writeABitOfEverything(transaction))
          const orphan = requestedMix({ postId: postIdOf(UNKNOWN_ID) })
          return transaction.mixes.save(orphan).orElse(() => ok())
        }),
      )
      await expectUnavailable(outcome)
      expect(await found(units(), written[0]!)).toEqual([])
    })

    it('answers Unavailable in an outage, and has everything again after it', async () => {
      const user = await pendingIn(units())
      await made().breakDown()
      await expectUnavailable(units().run(() => okAsync('never')))
      await expectUnavailable(units().run(({ users }) => users.byId(user.id)))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await valueOf(units().run(({ users }) => users.byId(user.id)))).toStrictEqual(user)
    })

    it('keeps nothing of a unit in which the technology broke down', async () => {
      const written: Written[] = []
      const outcome = units().run((transaction) =>
        writeABitOfEverything(transaction).andThen((all) => {
          written.push(all)
          return ResultAsync.fromSafePromise(made().breakDown())
        }),
      )
      await expectUnavailable(outcome)
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await found(units(), written[0]!)).toEqual([])
    })
  })
