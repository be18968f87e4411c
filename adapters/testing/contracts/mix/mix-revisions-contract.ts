import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { type PlayableRevision, withdraw } from '#domain/mix/mix-revision.ts'
import { commentsIn, defaultRecipe } from '#domain/mix/recipe.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { type MediaPath, mediaPath } from '#domain/track/track.ts'
import { playableRevisions } from '#adapters/testing/arbitraries.ts'
import { commentIdOf, playableRevision, postIdOf, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { postIn, revisionIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const [BASS, DRUMS, KEYS] = [commentIdOf(1), commentIdOf(2), commentIdOf(3)] as const
const masterAt = (postId: PostId, revision: number): MediaPath =>
  mediaPath(UNKNOWN_ID as UserId, postId, `master_r${revision}_a1.mp3`)

const SOME = fc.subarray([BASS, DRUMS, KEYS])

/** `MixRevisionRepository`. */
export const mixRevisionsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'MixRevisionRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (postId: PostId, revision = 1) =>
      valueOf(units().run(({ mixRevisions }) => mixRevisions.byNumber(postId, revision)))
    const named = (postId: PostId, recipeId: string) =>
      valueOf(units().run(({ mixRevisions }) => mixRevisions.byRecipeId(postId, recipeId)))
    const withdrawn = (postId: PostId, ...comments: readonly CommentId[]) =>
      valueOf(units().run(({ mixRevisions }) => mixRevisions.withdraw(postId, comments)))
    /** One revision for each list of comments, from 1; all of one post. */
    const rendered = async (...stems: readonly (readonly CommentId[])[]) => {
      const { id: postId } = await postIn(units())
      const revisions: PlayableRevision[] = []
      for (const [at, comments] of stems.entries()) {
        const given = { postId, revision: at + 1, recipe: defaultRecipe(comments), master: masterAt(postId, at + 1) }
        revisions.push(await revisionIn(units(), playableRevision(given)))
      }
      return { postId, revisions }
    }

    it('gives back a revision as it was added', async () => {
      await fc.assert(
        fc.asyncProperty(playableRevisions(postIdOf(1), SOME), async (given) => {
          const { id: postId } = await postIn(units())
          const revision = await revisionIn(units(), { ...given, postId })
          expect(await stored(postId, revision.revision)).toStrictEqual(revision)
        }),
        { numRuns: runs },
      )
    })

    it('answers null for what is not there', async () => {
      const { postId } = await rendered([BASS])
      expect(await stored(postId, 2)).toBeNull()
      expect(await stored(postIdOf(UNKNOWN_ID))).toBeNull()
      expect(await named(postId, 'a'.repeat(64))).toBeNull()
    })

    it('withdraws every revision that has one of the comments, and answers their masters once', async () => {
      const { postId, revisions } = await rendered([BASS], [DRUMS], [BASS, KEYS], [], [DRUMS, KEYS])
      const shared = { ...revisions[0]!, revision: 6 }
      await revisionIn(units(), shared)
      const other = await rendered([BASS])
      const masters = await withdrawn(postId, BASS, KEYS)
      expect(masters.toSorted()).toEqual([1, 3, 5].map((number) => masterAt(postId, number)))
      for (const revision of [...revisions, shared]) {
        const isGone = commentsIn(revision.recipe).some((comment) => comment !== DRUMS)
        expect(await stored(postId, revision.revision)).toStrictEqual(isGone ? withdraw(revision) : revision)
      }
      expect(await stored(other.postId)).toStrictEqual(other.revisions[0])
      expect(await withdrawn(postId, BASS)).toEqual([])
    })

    it('tells whether a playable revision of the post has a master', async () => {
      const { postId } = await rendered([BASS], [DRUMS])
      const other = await rendered([BASS])
      const has = (revision: number, of = postId) =>
        valueOf(units().run(({ mixRevisions }) => mixRevisions.hasMaster(of, masterAt(postId, revision))))
      await withdrawn(postId, BASS)
      expect([await has(1), await has(2), await has(3), await has(2, other.postId)]).toEqual([
        false,
        true,
        false,
        false,
      ])
    })

    it('finds the newest playable revision of an identity, of this post', async () => {
      const { id: postId } = await postIn(units())
      const { id: another } = await postIn(units())
      const recipeId = 'b'.repeat(64)
      const add = (revision: number, comments: readonly CommentId[], of = postId) =>
        revisionIn(
          units(),
          playableRevision({
            postId: of,
            revision,
            recipeId,
            recipe: defaultRecipe(comments),
            master: masterAt(of, revision),
          }),
        )
      await add(1, [DRUMS])
      const newest = await add(3, [DRUMS])
      await add(7, [BASS])
      await add(9, [DRUMS], another)
      await withdrawn(postId, BASS)
      expect(await named(postId, recipeId)).toStrictEqual(newest)
      await withdrawn(postId, DRUMS)
      expect(await named(postId, recipeId)).toBeNull()
    })

    it('does not take a number twice, and no revision of nothing', async () => {
      const { postId, revisions } = await rendered([BASS])
      const again = playableRevision({ postId, master: masterAt(postId, 2) })
      await expectUnavailable(units().run(({ mixRevisions }) => mixRevisions.add(again)))
      expect(await stored(postId)).toStrictEqual(revisions[0])
      const of = { postId: postIdOf(UNKNOWN_ID), master: masterAt(postIdOf(UNKNOWN_ID), 1) }
      await expectUnavailable(units().run(({ mixRevisions }) => mixRevisions.add(playableRevision(of))))
    })

    it('goes with its post', async () => {
      const { postId } = await rendered([BASS], [])
      await valueOf(units().run(({ posts }) => posts.remove(postId)))
      expect([await stored(postId), await stored(postId, 2)]).toEqual([null, null])
    })

    it('shares no object with whoever adds or reads', async () => {
      const { id: postId } = await postIn(units())
      const revision = playableRevision({ postId, recipe: defaultRecipe([BASS]), master: masterAt(postId, 1) })
      const before = structuredClone(revision)
      await revisionIn(units(), revision)
      meddleWith(revision)
      meddleWith((await stored(postId))!)
      expect(await stored(postId)).toStrictEqual(before)
    })

    it('takes back what a refused unit did', async () => {
      const { postId, revisions } = await rendered([BASS])
      const next = playableRevision({ postId, revision: 2, master: masterAt(postId, 2) })
      await takenBack(units(), ({ mixRevisions }) => mixRevisions.add(next))
      await takenBack(units(), ({ mixRevisions }) => mixRevisions.withdraw(postId, [BASS]))
      expect([await stored(postId), await stored(postId, 2)]).toStrictEqual([revisions[0], null])
    })

    answersUnavailableAmidAUnit(it, made, {
      add: ({ mixRevisions }, { id: postId }) =>
        mixRevisions.add(playableRevision({ postId, master: masterAt(postId, 1) })),
      byNumber: ({ mixRevisions }, { id }) => mixRevisions.byNumber(id, 1),
      byRecipeId: ({ mixRevisions }, { id }) => mixRevisions.byRecipeId(id, 'c'.repeat(64)),
      hasMaster: ({ mixRevisions }, { id }) => mixRevisions.hasMaster(id, masterAt(id, 1)),
      withdraw: ({ mixRevisions }, { id }) => mixRevisions.withdraw(id, [BASS]),
    })
  })
