import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { RevisionQueries } from '#application/mix/ports.ts'
import type { PageRequest } from '#application/shared/page.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { PlayableRevision } from '#domain/mix/mix-revision.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { Post } from '#domain/post/post.ts'
import type { UserId } from '#domain/shared/id.ts'
import { type MediaPath, mediaPath } from '#domain/track/track.ts'
import { commentIdOf, playableRevision, postIdOf, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, postIn, revisionIn } from '#adapters/testing/given.ts'
import { expectPagination } from '#adapters/testing/contracts/shared/pages.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the revision queries are examined on: both look at the same rows. */
export type RevisionQueriesSubject = { readonly units: UnitOfWork; readonly queries: RevisionQueries }

const FIRST_PAGE: PageRequest = { size: 10, cursor: null }
const BASS = commentIdOf(1)

const masterAt = (post: Post, revision: number): MediaPath =>
  mediaPath(post.authorId, post.id, `master_r${revision}_a1.mp3`)

/** `RevisionQueries`. */
export const revisionQueriesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<RevisionQueriesSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'RevisionQueries', name }, make, (made, it) => {
    const units = () => made().subject.units
    const reader = (post: Post) => async (page: PageRequest) =>
      (await valueOf(made().subject.queries.ofPost(post.id, page)))!
    const shown = async (post: Post) => (await reader(post)(FIRST_PAGE)).rows
    const rendered = (post: Post, revision: number, given: Partial<PlayableRevision> = {}) =>
      revisionIn(units(), playableRevision({ postId: post.id, revision, master: masterAt(post, revision), ...given }))
    const masterIs = (post: Post, revision: number) =>
      valueOf(units().run(({ posts }) => posts.save({ ...post, master: masterAt(post, revision) })))

    it('shows each revision, with the recipe before it and who is heard in it', async () => {
      const [post, ann, bob] = [await postIn(units()), await activeIn(units()), await activeIn(units())]
      const first = await rendered(post, 1, {
        recipe: defaultRecipe([BASS]),
        credits: [bob.id, UNKNOWN_ID as UserId, ann.id],
        measured: { loudness: -1400, truePeak: null, frames: 48_000, limiter: null },
      })
      const third = await rendered(post, 3, { recipeId: 'a'.repeat(64) })
      await rendered(await postIn(units()), 2)
      await masterIs(post, 3)
      const [bobs, anns] = [bob, ann].map(({ id, nickname }) => ({ id, nickname, picture: null }))
      expect(await reader(post)(FIRST_PAGE)).toStrictEqual({
        rows: [
          { ...third, before: first.recipe, contributors: [], isCurrent: true },
          { ...first, before: null, contributors: [bobs, anns], isCurrent: false },
        ],
        next: null,
        previous: null,
      })
    })

    it('shows a withdrawn revision, without its master', async () => {
      const post = await postIn(units())
      await rendered(post, 1, { recipe: defaultRecipe([BASS]), credits: [post.authorId] })
      await masterIs(post, 1)
      await valueOf(units().run(({ mixRevisions }) => mixRevisions.withdraw(post.id, [BASS])))
      const [one] = await shown(post)
      expect(one).toMatchObject({ state: 'withdrawn', contributors: [{ id: post.authorId }], isCurrent: false })
      expect(Object.keys(one!)).not.toContain('master')
    })

    it('takes the newest of those that share the post’s master for the current one', async () => {
      const post = await postIn(units())
      for (const revision of [1, 2, 3, 4]) await rendered(post, revision, { master: masterAt(post, revision % 2) })
      const current = async () => (await shown(post)).filter(({ isCurrent }) => isCurrent).map((one) => one.revision)
      expect(await current()).toEqual([])
      await masterIs(post, 1)
      expect(await current()).toEqual([3])
    })

    it('tells a post that was never rendered from one that is not there', async () => {
      const post = await postIn(units())
      expect(await reader(post)(FIRST_PAGE)).toEqual({ rows: [], next: null, previous: null })
      expect(await valueOf(made().subject.queries.ofPost(postIdOf(UNKNOWN_ID), FIRST_PAGE))).toBeNull()
    })

    it('pages forward and back, newest first', () =>
      fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 8 }),
          fc.integer({ min: 1, max: 4 }),
          async (numbers, size) => {
            const post = await postIn(units())
            for (const number of numbers) await rendered(post, number)
            const read = async (page: PageRequest) => {
              const { rows, ...links } = await reader(post)(page)
              return { ...links, rows: rows.map(({ revision }) => ({ id: revision })) }
            }
            await expectPagination(
              read,
              size,
              numbers.toSorted((one, other) => other - one),
            )
          },
        ),
        { numRuns: runs },
      ))

    it('answers Unavailable in an outage', async () => {
      const post = await postIn(units())
      await made().breakDown()
      await expectUnavailable(made().subject.queries.ofPost(post.id, FIRST_PAGE))
    })
  })
