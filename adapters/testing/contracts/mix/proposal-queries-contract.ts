import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { ProposalQueries } from '#application/mix/ports.ts'
import type { PageRequest } from '#application/shared/page.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { Post } from '#domain/post/post.ts'
import type { ProposalId } from '#domain/shared/id.ts'
import { mixProposals } from '#adapters/testing/arbitraries.ts'
import { commentIdOf, postIdOf, requestedMix, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, mixIn, postIn, proposalIn } from '#adapters/testing/given.ts'
import { expectPagination } from '#adapters/testing/contracts/shared/pages.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the proposal queries are examined on: both look at the same rows. */
export type ProposalQueriesSubject = { readonly units: UnitOfWork; readonly queries: ProposalQueries }

const FIRST_PAGE: PageRequest = { size: 10, cursor: null }
const BASS = commentIdOf(1)

/** `ProposalQueries`. */
export const proposalQueriesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<ProposalQueriesSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'ProposalQueries', name }, make, (made, it) => {
    const units = () => made().subject.units
    const reader = (post: Post) => async (page: PageRequest) =>
      (await valueOf(made().subject.queries.ofPost(post.id, page)))!
    const single = (id: ProposalId) => valueOf(made().subject.queries.byId(id))

    it('shows each proposal in any state, with who made it and the recipe of the mix now', async () => {
      const [post, ann] = [await postIn(units()), await activeIn(units())]
      const proposer = { id: ann.id, nickname: ann.nickname, picture: null }
      await proposalIn(units(), await postIn(units()))
      const given = mixProposals({ postId: post.id, proposerId: ann.id }, fc.constant([BASS]))
      await fc.assert(
        fc.asyncProperty(given, fc.boolean(), async (one, isMixed) => {
          const mix = isMixed ? await mixIn(units(), requestedMix({ postId: post.id, recipe: one.recipe })) : null
          const added = await proposalIn(units(), post, one)
          const shown = await single(added.id)
          expect(shown).toStrictEqual({ ...added, proposer, current: mix === null ? shown!.current : mix.recipe })
          expect((await reader(post)(FIRST_PAGE)).rows[0]).toStrictEqual(shown)
        }),
        { numRuns: runs },
      )
    })

    it('shows no recipe of a mix where there is none', async () => {
      const post = await postIn(units())
      const added = await proposalIn(units(), post, { recipe: defaultRecipe([BASS]) })
      expect((await single(added.id))?.current).toBeNull()
      expect((await reader(post)(FIRST_PAGE)).rows.map(({ current }) => current)).toEqual([null])
    })

    it('tells a post without proposals from one that is not there', async () => {
      const post = await postIn(units())
      expect(await reader(post)(FIRST_PAGE)).toEqual({ rows: [], next: null, previous: null })
      expect(await valueOf(made().subject.queries.ofPost(postIdOf(UNKNOWN_ID), FIRST_PAGE))).toBeNull()
      expect(await single(UNKNOWN_ID as ProposalId)).toBeNull()
    })

    it('pages forward and back, newest first', () =>
      fc.assert(
        fc.asyncProperty(fc.nat(8), fc.integer({ min: 1, max: 4 }), async (count, size) => {
          const post = await postIn(units())
          const ids: ProposalId[] = []
          for (let at = 0; at < count; at++) ids.unshift((await proposalIn(units(), post)).id)
          await expectPagination(reader(post), size, ids)
        }),
        { numRuns: runs },
      ))

    it('answers Unavailable in an outage', async () => {
      const { id } = await postIn(units())
      await made().breakDown()
      await expectUnavailable(made().subject.queries.ofPost(id, FIRST_PAGE))
      await expectUnavailable(made().subject.queries.byId(1 as ProposalId))
    })
  })
