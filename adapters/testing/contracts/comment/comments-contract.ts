import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Comment } from '#domain/comment/comment.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { instants, instruments, recordings } from '#adapters/testing/arbitraries.ts'
import { comment, commentIdOf, postIdOf, track, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, postIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `CommentRepository`; that comments are counted is a case of the post queries. */
export const commentsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'CommentRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const drawId = () => valueOf(units().run(({ comments }) => comments.nextId()))
    const stored = (id: CommentId) => valueOf(units().run(({ comments }) => comments.byId(id)))
    const save = (changed: Comment) => valueOf(units().run(({ comments }) => comments.save(changed)))
    const remove = (id: CommentId) => valueOf(units().run(({ comments }) => comments.remove(id)))
    const ofPost = (postId: PostId, ids: readonly CommentId[]) =>
      valueOf(units().run(({ comments }) => comments.ofPost(postId, ids)))

    it('gives back a comment as it was added', () =>
      fc.assert(
        fc.asyncProperty(instruments, recordings, instants, async (played, recording, createdAt) => {
          const on = await postIn(units())
          const { id: authorId } = await activeIn(units())
          const added = await commentIn(units(), on, {
            authorId,
            createdAt,
            instruments: played,
            track: track(on.authorId, on.id, recording),
          })
          expect(await stored(added.id)).toStrictEqual(added)
        }),
        { numRuns: runs },
      ))

    it('never gives an id twice', async () => {
      const ids = await Promise.all(Array.from({ length: 8 }, drawId))
      expect(new Set(ids).size).toBe(8)
    })

    it('answers null for what is not there', async () => {
      expect(await stored(commentIdOf(UNKNOWN_ID))).toBeNull()
    })

    it('gives those of the named comments that answer the post, each once, in order of id', async () => {
      const [on, elsewhere] = [await postIn(units()), await postIn(units())]
      const first = await commentIn(units(), on)
      const second = await commentIn(units(), on)
      await commentIn(units(), on)
      const stranger = await commentIn(units(), elsewhere)
      const asked = [second.id, stranger.id, commentIdOf(UNKNOWN_ID), first.id, second.id]
      expect(await ofPost(on.id, asked)).toStrictEqual([first, second])
      expect(await ofPost(on.id, [])).toEqual([])
      expect(await ofPost(postIdOf(UNKNOWN_ID), asked)).toEqual([])
    })

    it('gives a user’s comments on whatever post, in order of id, and no other’s', async () => {
      const [own, foreign] = [await postIn(units()), await postIn(units())]
      const { id: authorId } = await activeIn(units())
      const ofAuthor = (id: UserId) => valueOf(units().run(({ comments }) => comments.ofAuthor(id)))
      expect(await ofAuthor(authorId)).toEqual([])
      const first = await commentIn(units(), foreign, { authorId })
      await commentIn(units(), foreign)
      const second = await commentIn(units(), own, { authorId, instruments: ['Drums'] })
      await save({ ...first, instruments: ['Vocal'] })
      expect(await ofAuthor(authorId)).toStrictEqual([{ ...first, instruments: ['Vocal'] }, second])
      await remove(first.id)
      expect(await ofAuthor(authorId)).toStrictEqual([second])
      expect(await ofAuthor(UNKNOWN_ID as UserId)).toEqual([])
    })

    it('keeps the last of several writes', async () => {
      const added = await commentIn(units(), await postIn(units()))
      await save({ ...added, instruments: ['Drums', 'Other'] })
      await save({ ...added, instruments: ['Vocal', 'Keyboard'] })
      expect(await stored(added.id)).toStrictEqual({ ...added, instruments: ['Vocal', 'Keyboard'] })
    })

    it('removes a comment, and no other, and may do so again', async () => {
      const on = await postIn(units())
      const [gone, left] = [await commentIn(units(), on), await commentIn(units(), on)]
      await remove(gone.id)
      await remove(gone.id)
      expect(await stored(gone.id)).toBeNull()
      expect(await ofPost(on.id, [gone.id, left.id])).toStrictEqual([left])
    })

    it('does not bring a removed comment back by saving it', async () => {
      const added = await commentIn(units(), await postIn(units()))
      await remove(added.id)
      await units().run(({ comments }) => comments.save(added))
      expect(await stored(added.id)).toBeNull()
    })

    it('shares no object with whoever adds, saves or reads', async () => {
      const added = await commentIn(units(), await postIn(units()))
      const before = structuredClone(added)
      meddleWith(added)
      expect(await stored(before.id)).toStrictEqual(before)
      const handedIn = structuredClone(before)
      await save(handedIn)
      meddleWith(handedIn)
      meddleWith((await ofPost(before.postId, [before.id]))[0]!)
      expect(await stored(before.id)).toStrictEqual(before)
    })

    it('does not take a comment on nothing, by nobody, nor one twice', async () => {
      const on = await postIn(units())
      const added = await commentIn(units(), on)
      const id = await drawId()
      for (const bad of [
        { ...added, instruments: ['Drums'] as const },
        comment({ id, postId: postIdOf(UNKNOWN_ID), authorId: on.authorId }),
        comment({ id, postId: on.id, authorId: UNKNOWN_ID as UserId }),
      ])
        await expectUnavailable(units().run(({ comments }) => comments.add(bad)))
      expect(await stored(id)).toBeNull()
      expect(await stored(added.id)).toStrictEqual(added)
    })

    it('takes back what a refused unit did', async () => {
      const on = await postIn(units())
      const added = await commentIn(units(), on)
      const id = await drawId()
      await takenBack(units(), ({ comments }) => comments.add({ ...added, id }))
      await takenBack(units(), ({ comments }) => comments.save({ ...added, instruments: ['Drums'] }))
      await takenBack(units(), ({ comments }) => comments.remove(added.id))
      expect(await ofPost(on.id, [added.id, id])).toStrictEqual([added])
    })

    const any = comment({
      id: commentIdOf(UNKNOWN_ID),
      postId: postIdOf(UNKNOWN_ID),
      authorId: UNKNOWN_ID as UserId,
    })
    answersUnavailableAmidAUnit(it, made, {
      nextId: ({ comments }) => comments.nextId(),
      add: ({ comments }) => comments.add(any),
      byId: ({ comments }) => comments.byId(any.id),
      ofPost: ({ comments }) => comments.ofPost(any.postId, [any.id]),
      ofAuthor: ({ comments }) => comments.ofAuthor(any.authorId),
      save: ({ comments }) => comments.save(any),
      remove: ({ comments }) => comments.remove(any.id),
    })
  })
