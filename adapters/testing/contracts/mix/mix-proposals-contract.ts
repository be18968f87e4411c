/** Over the limit of 200 lines: a case for each promise of one port, and they share what they look at. */

import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import {
  declineProposal,
  isOpen,
  type MixProposal,
  type RenderedSound,
  takeProposal,
  withdrawProposal,
} from '#domain/mix/mix-proposal.ts'
import { isQueued } from '#domain/mix/proposal-rendering.ts'
import { commentsIn, defaultRecipe } from '#domain/mix/recipe.ts'
import type { Post } from '#domain/post/post.ts'
import type { CommentId, ProposalId, UserId } from '#domain/shared/id.ts'
import { after, type Instant, SECOND } from '#domain/shared/instant.ts'
import { mediaPath } from '#domain/track/track.ts'
import { mixProposals } from '#adapters/testing/arbitraries.ts'
import { commentIdOf, mixProposal, NOON, postIdOf, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, postIn, proposalIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import {
  answersUnavailableAmidAUnit,
  expectOneAfterTheOther,
  takenBack,
} from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const [BASS, DRUMS, KEYS] = [commentIdOf(1), commentIdOf(2), commentIdOf(3)] as const
const SOME = fc.subarray([BASS, DRUMS, KEYS])
const NOBODY = UNKNOWN_ID as UserId
const RECIPE_ID = 'b'.repeat(64)

const heard = (post: Post, at: number, given: Partial<RenderedSound> = {}): RenderedSound => ({
  status: 'rendered',
  master: mediaPath(post.authorId, post.id, `proposal_${at}.mp3`),
  recipeId: null,
  measured: null,
  ...given,
})

const queuedUntil = (leaseUntil: Instant | null) => ({ status: 'queued', attempt: 1, leaseUntil }) as const

/** `MixProposalRepository`. */
export const mixProposalsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'MixProposalRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (id: ProposalId) => valueOf(units().run(({ mixProposals: all }) => all.byId(id)))
    const save = (proposal: MixProposal) => valueOf(units().run(({ mixProposals: all }) => all.save(proposal)))
    const queued = async ({ id }: Post) => {
      const found = await valueOf(units().run(({ mixProposals: all }) => all.queued(id)))
      return found.map((one) => one.id)
    }
    const withdrawn = ({ id }: Post, ...comments: readonly CommentId[]) =>
      valueOf(units().run(({ mixProposals: all }) => all.withdraw(id, comments)))
    const proposed = (post: Post, given: Partial<MixProposal> = {}) => proposalIn(units(), post, given)

    it('gives back a proposal as it was added, and as it was saved', async () => {
      const post = await postIn(units())
      const one = { postId: post.id, proposerId: post.authorId }
      await fc.assert(
        fc.asyncProperty(mixProposals(one, SOME), mixProposals(one, SOME), async (first, then) => {
          const added = await proposed(post, first)
          expect(await stored(added.id)).toStrictEqual(added)
          await save({ ...then, id: added.id })
          expect(await stored(added.id)).toStrictEqual({ ...added, sound: then.sound, decision: then.decision })
        }),
        { numRuns: runs },
      )
    })

    it('answers null for what is not there, and saves nothing there', async () => {
      const given = mixProposal({ id: UNKNOWN_ID as ProposalId, postId: postIdOf(UNKNOWN_ID), proposerId: NOBODY })
      await save(given)
      expect(await stored(given.id)).toBeNull()
    })

    it('does not take an id twice, and no proposal for nothing or of nobody', async () => {
      const post = await postIn(units())
      const first = await proposed(post)
      const adding = (given: Partial<MixProposal>) =>
        units().run(({ mixProposals: all }) =>
          all.nextId().andThen((id) => all.add({ ...first, id, decision: null, ...given })),
        )
      await expectUnavailable(adding({ id: first.id }))
      await expectUnavailable(adding({ postId: postIdOf(UNKNOWN_ID) }))
      await expectUnavailable(adding({ proposerId: NOBODY }))
      expect(await stored(first.id)).toStrictEqual(first)
    })

    it('counts what a person has open for a post', async () => {
      const [post, other, ann] = [await postIn(units()), await postIn(units()), await activeIn(units())]
      await fc.assert(
        fc.asyncProperty(
          fc.array(mixProposals({ postId: post.id, proposerId: ann.id }), { maxLength: 3 }),
          async (some) => {
            const count = () => valueOf(units().run(({ mixProposals: all }) => all.countOpen(post.id, ann.id)))
            const before = await count()
            for (const one of some) await proposed(post, one)
            await proposed(post)
            await proposed(other, { proposerId: ann.id })
            expect((await count()) - before).toBe(some.filter(isOpen).length)
          },
        ),
        { numRuns: Math.min(runs, 10) },
      )
    })

    it('has those that are to be rendered, oldest first, until somebody decides', async () => {
      const [post, other] = [await postIn(units()), await postIn(units())]
      const [first, second, third] = [await proposed(post), await proposed(post), await proposed(post)]
      await proposed(post, { sound: heard(post, 1) })
      await proposed(other)
      expect(await queued(post)).toEqual([first.id, second.id, third.id])
      await save(declineProposal(first, null, NOON))
      await save(takeProposal(third, 2, NOON))
      expect(await queued(post)).toEqual([second.id])
    })

    it('finds the posts with a proposal that no worker has, each once', async () => {
      const posts = [await postIn(units()), await postIn(units()), await postIn(units()), await postIn(units())]
      const [fresh, late, held, none] = posts as [Post, Post, Post, Post]
      await proposed(fresh)
      await proposed(fresh)
      await proposed(late, { sound: queuedUntil(NOON) })
      await proposed(held, { sound: queuedUntil(after(NOON, SECOND)) })
      await proposed(none, { sound: heard(none, 1) })
      await save(declineProposal(await proposed(none), null, NOON))
      const all = (now: Instant, limit = 1000) =>
        valueOf(units().run(({ mixProposals: proposals }) => proposals.waiting(now, limit)))
      const waiting = async (now: Instant) => (await all(now)).filter((id) => posts.some((post) => post.id === id))
      expect(await waiting(NOON)).toEqual([fresh.id, late.id])
      expect(await waiting(after(NOON, SECOND))).toEqual([fresh.id, late.id, held.id])
      expect(await all(NOON, 1)).toHaveLength(1)
    })

    it('finds the newest that is heard of an identity, of this post', async () => {
      const [post, other] = [await postIn(units()), await postIn(units())]
      const sound = (at: number) => heard(post, at, { recipeId: RECIPE_ID })
      const named = () => valueOf(units().run(({ mixProposals: all }) => all.byRecipeId(post.id, RECIPE_ID)))
      expect(await named()).toBeNull()
      await proposed(post, { sound: sound(1), recipe: defaultRecipe([DRUMS]) })
      const newest = await proposed(post, { sound: sound(2), recipe: defaultRecipe([DRUMS]) })
      await proposed(post, { sound: sound(3), recipe: defaultRecipe([BASS]) })
      await proposed(other, { sound: heard(other, 4, { recipeId: RECIPE_ID }) })
      await withdrawn(post, BASS)
      expect(await named()).toStrictEqual(newest)
      await withdrawn(post, DRUMS)
      expect(await named()).toBeNull()
    })

    it('withdraws every proposal that has one of the comments, decided or not, and answers their masters once', async () => {
      const [post, other] = [await postIn(units()), await postIn(units())]
      const given = [
        await proposed(post, { recipe: defaultRecipe([BASS]), sound: heard(post, 1) }),
        await proposed(post, { recipe: defaultRecipe([BASS, DRUMS]) }),
        await proposed(post, { recipe: defaultRecipe([DRUMS]), sound: heard(post, 3) }),
        await proposed(post, { recipe: defaultRecipe([KEYS]), sound: { status: 'failed', reason: 'GAVE_UP' } }),
        await proposed(post, { recipe: defaultRecipe([BASS]), sound: heard(post, 1) }),
      ]
      const declined = declineProposal(given[4]!, null, NOON)
      await save(declined)
      const elsewhere = await proposed(other, { recipe: defaultRecipe([BASS]) })
      expect(await withdrawn(post, BASS, KEYS)).toEqual([heard(post, 1).master])
      for (const one of [...given.slice(0, 4), declined]) {
        const isGone = commentsIn(one.recipe).some((comment) => comment !== DRUMS)
        expect(await stored(one.id)).toStrictEqual(isGone ? withdrawProposal(one) : one)
      }
      expect(await stored(elsewhere.id)).toStrictEqual(elsewhere)
      expect(await withdrawn(post, BASS)).toEqual([])
    })

    it('removes what a person proposed, and answers their masters, each of a post once', async () => {
      const [post, other, ann] = [await postIn(units()), await postIn(units()), await activeIn(units())]
      const own = { proposerId: ann.id }
      const kept = await proposed(post, { sound: heard(post, 1) })
      const gone = [
        await proposed(post, { ...own, sound: heard(post, 1) }),
        await proposed(post, { ...own, sound: heard(post, 1) }),
        await proposed(other, { ...own, sound: heard(other, 4) }),
        await proposed(other, own),
      ]
      const masters = await valueOf(units().run(({ mixProposals: all }) => all.removeOf(ann.id)))
      expect(masters).toEqual([
        { postId: post.id, master: heard(post, 1).master },
        { postId: other.id, master: heard(other, 4).master },
      ])
      for (const { id } of gone) expect(await stored(id)).toBeNull()
      expect(await stored(kept.id)).toStrictEqual(kept)
      const has = ({ id }: Post, at: number) =>
        valueOf(units().run(({ mixProposals: all }) => all.hasMaster(id, heard(post, at).master)))
      expect([await has(post, 1), await has(post, 2), await has(other, 1)]).toEqual([true, false, false])
    })

    it('go with their post and with their proposer', async () => {
      const [post, other, ann] = [await postIn(units()), await postIn(units()), await activeIn(units())]
      const [first, second] = [await proposed(post), await proposed(other, { proposerId: ann.id })]
      await valueOf(units().run(({ posts }) => posts.remove(post.id)))
      await valueOf(units().run(({ users }) => users.remove([ann.id])))
      expect([await stored(first.id), await stored(second.id)]).toEqual([null, null])
    })

    it('has its post locked by whoever is about to take its proposer away', async () => {
      const [post, ann, bob] = [await postIn(units()), await activeIn(units()), await activeIn(units())]
      for (const { id } of [ann, bob]) await proposed(post, { proposerId: id })
      const leaving = new Map<Transaction, UserId>()
      await expectOneAfterTheOther(units(), (transaction) => {
        const id = leaving.get(transaction) ?? (leaving.size === 0 ? ann : bob).id
        leaving.set(transaction, id)
        return transaction.users.lockWithRelations(id)
      })
    })

    it('shares no object with whoever adds or reads', async () => {
      const post = await postIn(units())
      const added = await proposed(post, { recipe: defaultRecipe([BASS]), sound: heard(post, 1) })
      const before = structuredClone(added)
      meddleWith(added)
      meddleWith((await stored(before.id))!)
      expect(await stored(before.id)).toStrictEqual(before)
    })

    it('takes back what a refused unit did', async () => {
      const post = await postIn(units())
      const given = await proposed(post, { recipe: defaultRecipe([BASS]) })
      await takenBack(units(), ({ mixProposals: all }) => all.save(declineProposal(given, null, NOON)))
      await takenBack(units(), ({ mixProposals: all }) => all.withdraw(post.id, [BASS]))
      await takenBack(units(), ({ mixProposals: all }) => all.removeOf(given.proposerId))
      expect(await stored(given.id)).toStrictEqual(given)
      expect(isQueued(given)).toBe(true)
    })

    answersUnavailableAmidAUnit(it, made, {
      nextId: ({ mixProposals: all }) => all.nextId(),
      add: ({ mixProposals: all }, { id: postId, authorId }) => all.add(mixProposal({ postId, proposerId: authorId })),
      byId: ({ mixProposals: all }) => all.byId(1 as ProposalId),
      save: ({ mixProposals: all }, { id: postId, authorId }) =>
        all.save(mixProposal({ postId, proposerId: authorId })),
      countOpen: ({ mixProposals: all }, { id, authorId }) => all.countOpen(id, authorId),
      queued: ({ mixProposals: all }, { id }) => all.queued(id),
      waiting: ({ mixProposals: all }) => all.waiting(NOON, 1),
      byRecipeId: ({ mixProposals: all }, { id }) => all.byRecipeId(id, RECIPE_ID),
      hasMaster: ({ mixProposals: all }, post) => all.hasMaster(post.id, heard(post, 1).master),
      withdraw: ({ mixProposals: all }, { id }) => all.withdraw(id, [BASS]),
      removeOf: ({ mixProposals: all }, { authorId }) => all.removeOf(authorId),
    })
  })
