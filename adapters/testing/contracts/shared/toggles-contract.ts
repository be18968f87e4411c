import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { UserId } from '#domain/shared/id.ts'
import { NOON, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, followIn, likeIn, pendingIn, postIn, suspendedIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, expectOneAfterTheOther } from './transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What turns of likes and follows stand on: who is asked for is locked, and an outage is told. */
export const togglesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'Likes and follows by turns', name }, make, (made, it) => {
    const units = () => made().subject

    it('users are given in order of id, each once, whatever they are, and those that are not there are passed over', async () => {
      const [one, other, pending] = [await activeIn(units()), await suspendedIn(units()), await pendingIn(units())]
      const ids = [pending.id, UNKNOWN_ID as UserId, other.id, one.id, other.id]
      expect(await valueOf(units().run(({ users }) => users.lock(ids)))).toStrictEqual([one, other, pending])
      expect(await valueOf(units().run(({ users }) => users.lock([])))).toEqual([])
    })

    it('users are locked by whoever asks for them', async () => {
      const [one, other] = [await activeIn(units()), await activeIn(units())]
      await expectOneAfterTheOther(units(), ({ users }) => users.lock([other.id, one.id]))
    })

    it('all that changes with a user is locked by whoever is about to take it away', async () => {
      const [leaving, fan, author] = [await activeIn(units()), await activeIn(units()), await activeIn(units())]
      const liked = await postIn(units(), { authorId: author.id })
      await likeIn(units(), liked, leaving)
      await followIn(units(), fan, leaving)
      await expectOneAfterTheOther(units(), ({ users }) => users.lockWithRelations(leaving.id))
    })

    it('nothing is locked around nobody', async () => {
      await valueOf(units().run(({ users }) => users.lockWithRelations(UNKNOWN_ID as UserId)))
    })

    answersUnavailableAmidAUnit(it, made, {
      'users.lock': ({ users }, { authorId }) => users.lock([authorId]),
      'users.lockWithRelations': ({ users }, { authorId }) => users.lockWithRelations(authorId),
      'likes.has': ({ likes }, { id, authorId }) => likes.has(id, authorId),
      'likes.add': ({ likes }, { id, authorId }) => likes.add({ postId: id, userId: authorId, likedAt: NOON }),
      'likes.remove': ({ likes }, { id, authorId }) => likes.remove(id, authorId),
      'follows.has': ({ follows }, { authorId }) => follows.has(authorId, authorId),
      'follows.add': ({ follows }, { authorId }) =>
        follows.add({ followerId: authorId, followedId: UNKNOWN_ID as UserId, followedAt: NOON }),
      'follows.remove': ({ follows }, { authorId }) => follows.remove(authorId, authorId),
    })
  })
